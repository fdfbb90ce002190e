import type { TeamId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import { findAccountByServiceUser, findPortal } from '../directory/index.ts';
import type { CapturedEvent, JournalReader } from '../journal/index.ts';
import { findHandsetOfAccount } from './handset-repository.ts';

const messages = new Set(['m.room.message', 'm.sticker', 'm.poll.start', 'org.matrix.msc3381.poll.start']);
/** A bridge marks with it what the account's own user said elsewhere than here. */
const typedElsewhere = 'fi.mau.double_puppet_source';
const kinds = { 'handed-out': 'handset.message', 'in-safe': 'handset.message-from-safe', lost: 'handset.message-from-lost', retired: null } as const;

interface Alarms {
  raise(tx: WriteTx, alarm: { kind: string; target: string; teamId: TeamId | null; detail: unknown }): unknown;
}

/**
 * Somebody wrote to a client from the handset, past the box. Each message is an alert of its own, in the transaction that
 * records it; ids only. From the safe, or from a handset that is lost, nobody should have written at all.
 */
export function createHandsetAlarms({ alarms }: { alarms: Alarms }): JournalReader {
  function read(tx: WriteTx, event: CapturedEvent): void {
    if (event.stateKey !== null || !messages.has(event.type) || typeof event.content[typedElsewhere] !== 'string') return;
    const account = findAccountByServiceUser(tx, event.sender);
    if (!account || findPortal(tx, event.roomId)?.accountId !== account.accountId) return;
    if ((account.linkedAt ?? 0) > event.originServerTs) return; // history the bridge filled in
    const handset = findHandsetOfAccount(tx, account.accountId);
    const kind = handset && kinds[handset.state];
    if (!handset || !kind) return;
    const { handsetId, holder } = handset;
    alarms.raise(tx, { kind, target: event.eventId, teamId: account.teamId, detail: { accountId: account.accountId, roomId: event.roomId, handsetId, holder } });
  }
  return { name: 'handsets', read };
}
