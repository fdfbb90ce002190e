import { textOf } from './bytes.ts';
import { readControl, readErase, readRewrap } from './control.ts';
import type { Control, Fault, FaultCode, OpenedSlot, RangeResult } from './faults.ts';
import { LeafType } from './leaf.ts';
import { packPath } from './paths.ts';
import { checkPolicyChange, isPostQuantum, policyHash, type Policy } from './policy.ts';
import { tileWidth } from './tree.ts';

export type Ruled = { readonly policy: Policy | null; readonly policyNote: string | null; readonly erased: ReadonlySet<string> };

/**
 * Reads policies, orders and openings in the order of the log: each is judged by the policy that was in force then.
 * `genesis` is the hash of the first policy as the key holder knows it.
 */
export function ruleOver(ranges: readonly RangeResult[], { origin, genesis }: { origin: string; genesis: string | null }, faults: Fault[]): Ruled {
  let policy: Policy | null = null;
  let note: string | null = null;
  const erased = new Set<string>();
  const rewrapped = new Map<string, string>();
  const slots: { slot: OpenedSlot; under: Policy | null }[] = [];
  const fail = (code: FaultCode, index: number, path: string): void => void faults.push({ code, index, path });

  const take = ({ index, type, body }: Control): void => {
    const path = packPath(Math.floor(index / tileWidth));
    const text = textOf(body);
    if (type === LeafType.config) {
      const next = text === undefined ? undefined : checkPolicyChange(note, text);
      if (!next?.ok || next.policy.origin !== origin || text === undefined) return fail('POLICY_INVALID', index, path);
      if (note === null && genesis !== null && policyHash(next.text) !== genesis) fail('POLICY_FOREIGN', index, path);
      ({ policy } = next);
      note = text;
      return;
    }
    if (policy === null || text === undefined) return fail('CONTROL_INVALID', index, path);
    const kids = type === LeafType.erase ? readErase(text, policy) : undefined;
    const exchanged = type === LeafType.rewrap ? readRewrap(text, policy) : undefined;
    for (const kid of kids ?? []) erased.add(kid);
    for (const { kid, hash } of exchanged ?? []) rewrapped.set(kid, hash);
    if (!kids && !exchanged && !((type === LeafType.hold || type === LeafType.unhold) && readControl(type, text, policy))) fail('CONTROL_INVALID', index, path);
  };

  for (const step of inOrder(ranges)) {
    if ('slot' in step) slots.push({ slot: step.slot, under: policy });
    else take(step.control);
  }
  for (const { slot, under } of slots) {
    const wrong = slotFault(slot, under, { erased, rewrapped });
    if (wrong) fail(wrong, slot.index, `keys/${slot.kid}.age`);
  }
  return { policy, policyNote: note, erased };
}

function* inOrder(ranges: readonly RangeResult[]): Generator<{ control: Control } | { slot: OpenedSlot }> {
  for (const { controls, opened } of ranges) {
    const rest = [...opened];
    for (const control of controls) {
      while (rest[0] && rest[0].index < control.index) yield { slot: rest.shift() as OpenedSlot };
      yield { control };
    }
    for (const slot of rest) yield { slot };
  }
}

/** Erasure and exchange are allowed whenever they were signed, so they are asked about at the end of the log. */
function slotFault({ kid, logged, found, shape }: OpenedSlot, policy: Policy | null, { erased, rewrapped }: { erased: ReadonlySet<string>; rewrapped: ReadonlyMap<string, string> }): FaultCode | undefined {
  if (!policy) return 'POLICY_MISSING';
  if (found === null) return erased.has(kid) ? undefined : 'KEYSLOT_MISSING';
  if (found !== logged) return found === rewrapped.get(kid) ? undefined : 'KEYSLOT_ALTERED';
  const { holders, threshold } = policy;
  const isAsRuled = shape?.kind === (threshold === 1 ? 'any' : 'shares') && shape.recipients === holders.length && shape.isPostQuantum === holders.some(({ recipient }) => isPostQuantum(recipient));
  return isAsRuled ? undefined : 'KEYSLOT_RECIPIENTS';
}
