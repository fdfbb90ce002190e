import type { EventId, RoomId } from '@holdfast/contract';
import type { Outgoing } from '../../ipc/index.ts';
import type { OutgoingRow, Store } from '../contract.ts';
import { draftAfter, keepDraft, writeDraft } from './drafts.ts';
import type { Own } from './own.ts';

/** Adds a row and takes its words out of the draft, in one write; or leaves the one of the same local id alone: a call that is repeated adds nothing. */
export function addOutgoing(own: Own, roomId: RoomId, outgoing: Outgoing, localId: string, at: number): void {
  if (own.outgoing.has(localId)) return;
  const row: OutgoingRow = { localId, roomId, outgoing, state: 'queued', reason: null, mxc: null, attempts: 0, notBefore: 0, createdAt: at, eventId: null };
  const begun = own.drafts.get(roomId);
  const left = begun && draftAfter(begun, outgoing);
  own.write((db) => {
    if (left !== begun) writeDraft(db, roomId, left!);
    db.prepare('INSERT INTO outgoing (local_id, room_id, outgoing, state, reason, mxc, attempts, not_before, created_at, event_id) VALUES (?, ?, ?, ?, NULL, NULL, 0, 0, ?, NULL)').run(
      localId, roomId, JSON.stringify(outgoing), row.state, at,
    );
  });
  own.outgoing.set(localId, row);
  if (left !== begun) keepDraft(own, roomId, left!);
}

type Change = Parameters<Store['outgoing']['update']>[1] & { readonly eventId?: EventId };

/** Writes what differs; a row that is gone (it arrived, or was withdrawn) is left alone. */
export function updateOutgoing(own: Own, localId: string, change: Change): OutgoingRow | undefined {
  const known = own.outgoing.get(localId);
  if (!known) return undefined;
  const row: OutgoingRow = { ...known, ...change };
  own.write((db) => {
    db.prepare('UPDATE outgoing SET state = ?, reason = ?, mxc = ?, attempts = ?, not_before = ?, event_id = ? WHERE local_id = ?').run(
      row.state, row.reason, row.mxc, row.attempts, row.notBefore, row.eventId, localId,
    );
  });
  own.outgoing.set(localId, row);
  return row;
}

/** Removes rows and the files only they held. */
export function dropOutgoing(own: Own, localIds: readonly string[]): void {
  const rows = localIds.flatMap((localId) => own.outgoing.get(localId) ?? []);
  if (rows.length === 0) return;
  own.write((db) => {
    for (const { localId, outgoing } of rows) {
      db.prepare('DELETE FROM outgoing WHERE local_id = ?').run(localId);
      if (outgoing.kind !== 'file') continue;
      db.prepare('DELETE FROM file WHERE file_id = ?').run(outgoing.file.fileId);
      if (db === own.db) db.prepare('DELETE FROM file_piece WHERE file_id = ?').run(outgoing.file.fileId);
    }
  });
  for (const { localId } of rows) own.outgoing.delete(localId);
}

/** The oldest of each room that is not refused and not at the box yet: one a room, so that order holds. */
export function nextOutgoing(own: Own): OutgoingRow[] {
  const rooms = new Map<RoomId, OutgoingRow>();
  for (const row of own.outgoing.values()) {
    if (row.state === 'sent' || row.state === 'unsent') continue;
    if (!rooms.has(row.roomId)) rooms.set(row.roomId, row);
  }
  return [...rooms.values()];
}

export const outgoingOf = (own: Own, roomId: RoomId): OutgoingRow[] => [...own.outgoing.values()].filter((row) => row.roomId === roomId);
