import type { ClientId, RoomId, SplitClient } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import { AppError, newClientId } from '../kernel/index.ts';
import { findMergedAs, forgetMerge, moveNotes, moveRooms, type Identity } from './client-merge-repository.ts';
import { findClient, insertClient, touchClient, type ClientRecord } from './client-repository.ts';
import { listPortalsOfClient, type PortalRecord } from './portal-repository.ts';

/**
 * Takes conversations out of a client, with the people who write in them, and gives them to a client of their own: the one
 * that a merge brought in, if it is that, otherwise a new one. Returns its id.
 */
export function splitClient(tx: WriteTx, client: ClientRecord, { roomIds, name }: SplitClient, at: number): ClientId {
  const portals = listPortalsOfClient(tx, client.clientId);
  const taken = new Set<RoomId>(roomIds);
  const moving = portals.filter(({ roomId }) => taken.has(roomId));
  if (moving.length < taken.size) throw new AppError('ROOM_NOT_PORTAL', 'one of the rooms is no conversation of this client within reach', { field: '/roomIds' });
  const people = peopleOf(moving);
  const staying = portals.filter(({ roomId }) => !taken.has(roomId));
  const divided = new Set(peopleOf(staying).map((person) => person.join(' ')));
  if (people.some((person) => divided.has(person.join(' ')))) {
    throw new AppError('SPLIT_DIVIDES_PERSON', 'conversations with one person stay together', { field: '/roomIds' });
  }
  if (staying.length === 0) throw new AppError('SPLIT_TAKES_ALL', 'at least one conversation stays', { field: '/roomIds' });
  const merged = findMergedAs(tx, client.clientId, people);
  const back = merged && !findClient(tx, merged.client.clientId) ? merged : undefined;
  const fresh: ClientRecord = back
    ? { ...back.client, version: 1 }
    : { clientId: newClientId(), name: nameOf(moving) ?? client.name, namedBy: 'network', firm: null, language: client.language, tags: [], createdAt: at, version: 1 };
  insertClient(tx, name === undefined ? fresh : { ...fresh, name, namedBy: 'person' });
  moveRooms(tx, moving.map(({ roomId }) => roomId), people, fresh.clientId);
  if (back) {
    moveNotes(tx, back.notes, client.clientId, fresh.clientId);
    forgetMerge(tx, fresh.clientId);
  }
  touchClient(tx, client.clientId);
  return fresh.clientId;
}

function peopleOf(portals: readonly PortalRecord[]): Identity[] {
  const people = new Map<string, Identity>();
  for (const { bridgeId, otherUserId } of portals) if (otherUserId !== null) people.set(`${bridgeId} ${otherUserId}`, [bridgeId, otherUserId]);
  return [...people.values()];
}

const nameOf = (portals: readonly PortalRecord[]): string | null => portals.toSorted((a, b) => b.lastEventAt - a.lastEventAt).find(({ name }) => name !== null)?.name ?? null;
