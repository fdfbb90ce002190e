import type { Message } from '../reading/index.ts';

export const moment = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/u, ' UTC');

const sides = { client: 'client', employee: 'employee', account: 'company account', box: 'the box' } as const;

/** Beside a name: on whose side, and who answered for the company then. */
export function sideWords({ side, owner, sender, isFromHandset, kind }: Message): string {
  return [sides[side], kind === 'message' ? null : kind, isFromHandset ? 'typed on the handset' : null, side === 'client' ? `answers: ${owner?.name ?? 'nobody'}` : side === 'employee' && owner && owner.user !== sender.user ? `in place of ${owner.name}` : null].filter((part) => part !== null).join(', ');
}
