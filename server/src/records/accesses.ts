import { accessActions, type AccessList, type AccessQuery, type ClientId, type RecordedAccess, type RoomId } from '@holdfast/contract';
import type { AuditEntry, AuditTrail } from '../audit/index.ts';
import type { ReadDb } from '../db/index.ts';
import { targetsOfClient } from './audit-reading.ts';
import { namesOf } from './names.ts';
import { numberOf, placesOf, readCursor } from './places.ts';

/** Who looked at whom, when and why, newest first: the audit trail's acts of looking and taking out. */
export function listAccesses(db: ReadDb, audit: AuditTrail, { clientId, roomId, personId, action, from, to, limit = 100, after }: AccessQuery): AccessList {
  const cursor = readCursor(after, 1);
  const about = targetsOf(db, clientId, roomId);
  const entries = audit.list(db, {
    action: action && action.length > 0 ? action : accessActions, target: about, actor: personId, from, to, limit, order: 'newest',
    before: cursor ? numberOf(cursor[0]!) : undefined,
  });
  const roomOf = (entry: AuditEntry): RoomId | null => {
    const named = entry.target.startsWith('!') ? entry.target : (entry.detail as { roomId?: unknown } | null)?.roomId;
    return typeof named === 'string' ? (named as RoomId) : null;
  };
  const places = placesOf(db, entries.flatMap((entry) => roomOf(entry) ?? []));
  const names = namesOf(db, entries.map(({ actor }) => actor));
  const accesses = entries.map((entry): RecordedAccess => {
    const room = roomOf(entry);
    const place = room === null ? undefined : places.get(room);
    return {
      seq: entry.seq,
      at: entry.at,
      by: { personId: entry.actor, name: names.get(entry.actor) ?? null },
      action: entry.action as RecordedAccess['action'],
      roomId: room,
      clientId: place?.clientId ?? (entry.target.startsWith('clnt_') ? (entry.target as ClientId) : null),
      accountId: place?.accountId ?? null,
      roomName: place?.roomName ?? null,
      reason: entry.reason,
      detail: entry.detail,
    };
  });
  return { accesses, next: entries.length === limit ? String(entries.at(-1)!.seq) : null };
}

function targetsOf(db: ReadDb, clientId: ClientId | undefined, roomId: RoomId | undefined): string[] | undefined {
  if (clientId === undefined) return roomId === undefined ? undefined : [roomId];
  const targets = targetsOfClient(db, clientId);
  return roomId === undefined ? targets : targets.filter((target) => target === roomId);
}
