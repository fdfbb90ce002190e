import { noteEventType, type DeliveryKind, type EventId, type Refusal, type UserId } from '@holdfast/contract';
import { referencedEvents, type CapturedEvent, type JournaledEvent } from '../journal/index.ts';
import { checkContent, isEdit } from './check-content.ts';
import type { GatePortal } from './ports.ts';

/** How far a referenced event got: the client has it, it is on its way, or it never was for the client. */
export type Reach = 'with-client' | 'on-its-way' | 'inside';

export type Facts = {
  readonly portal: GatePortal;
  /** By what right the sender answers this room now. */
  readonly answers: 'owner' | 'cover' | null;
  /** True when the sender is the account's service user and the control plane ordered this very event. */
  readonly ordered: boolean;
  readonly commandPrefix: string;
  journaled(eventId: EventId): JournaledEvent | undefined;
  reach(event: JournaledEvent): Reach;
  isCompanySide(userId: UserId): boolean;
};

export type Decision =
  | { readonly verdict: 'pass'; readonly kind: DeliveryKind; readonly target: EventId | null }
  | { readonly verdict: 'note' }
  | { readonly verdict: 'refuse'; readonly code: Refusal; readonly detail?: string };

const refuse = (code: Refusal, detail?: string): Decision => (detail === undefined ? { verdict: 'refuse', code } : { verdict: 'refuse', code, detail });

/** DESIGN.md §1 'Decide': whether an event of a company-side user may go to the network. Pure; every row is tested. */
export function decide(event: CapturedEvent, facts: Facts): Decision {
  if (event.stateKey !== null) return refuse('STATE_CHANGE', event.type);
  if (event.type === noteEventType) return { verdict: 'note' };

  const withdrawal = event.relation === 'redaction' ? withdrawsInsideEvent(event, facts) : null;
  if (withdrawal) return withdrawal;

  const objection = checkContent(event.type, event.content);
  if (objection) return refuse(objection.code, objection.detail);
  if (facts.portal.state !== 'open') return refuse('PORTAL_CLOSED');
  if (facts.portal.account === null) return refuse('ACCOUNT_UNKNOWN');
  if (facts.answers === null && !facts.ordered) return refuse('NOT_OWNER');
  if (isCommand(event.content, facts.commandPrefix)) return refuse('BRIDGE_COMMAND');

  return decideReferences(event, facts);
}

/** Deleting one's own note or refused message is nobody's business outside, and no error either. */
function withdrawsInsideEvent(event: CapturedEvent, facts: Facts): Decision | null {
  const target = event.relatesTo === null ? undefined : facts.journaled(event.relatesTo);
  if (!target || target.roomId !== event.roomId || target.sender !== event.sender) return null;
  return facts.reach(target) === 'inside' ? { verdict: 'note' } : null;
}

function decideReferences(event: CapturedEvent, facts: Facts): Decision {
  const references = event.relation === 'redaction' ? (event.relatesTo ? [event.relatesTo] : []) : referencedEvents(event.content);
  for (const reference of references) {
    const target = facts.journaled(reference);
    if (!target || target.roomId !== event.roomId) return refuse('REFERENCE_UNKNOWN');
    if (facts.reach(target) === 'inside') return refuse('REFERENCE_NOT_DELIVERED');
  }
  const edit = isEdit(event.content);
  if (edit || event.relation === 'redaction') {
    const target = event.relatesTo === null ? undefined : facts.journaled(event.relatesTo);
    if (!target) return refuse('REFERENCE_UNKNOWN');
    // Synapse accepts both on anybody's event and the bridge would carry them out on the client's phone (DESIGN.md §1).
    if (target.sender !== event.sender && !(facts.ordered && facts.isCompanySide(target.sender))) return refuse('NOT_OWN_EVENT');
    if (edit && target.type !== 'm.room.message') return refuse('CONTENT_INVALID', 'm.relates_to');
  }
  return { verdict: 'pass', kind: kindOf(event, edit), target: event.relatesTo };
}

function kindOf(event: CapturedEvent, edit: boolean): DeliveryKind {
  if (edit) return 'edit';
  if (event.type === 'm.reaction') return 'reaction';
  if (event.type === 'm.room.redaction') return 'redaction';
  return event.type.startsWith('org.matrix.msc3381.poll') ? 'poll' : 'message';
}

/** bridgev2 strips a reply fallback before it looks for the prefix, so the line that counts may be any. */
function isCommand(content: Readonly<Record<string, unknown>>, prefix: string): boolean {
  const edited = content['m.new_content'] as Record<string, unknown> | undefined;
  return [content['body'], content['formatted_body'], edited?.['body']].some(
    (text) => typeof text === 'string' && text.split('\n').some((line) => line.startsWith(prefix)),
  );
}
