import type { BridgeId, ClientId, ClientNoteId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { ClientRecord } from './client-repository.ts';

/** Under which ghost somebody is known on a bridge. */
export type Identity = readonly [bridgeId: BridgeId, ghost: UserId];

/** A client as it was before it became part of another one. */
export type MergedClient = {
  readonly client: Omit<ClientRecord, 'version'>;
  readonly into: ClientId;
  readonly identities: readonly Identity[];
  readonly notes: readonly ClientNoteId[];
};

export function identitiesOf(db: ReadDb, clientId: ClientId): Identity[] {
  return db
    .prepare<[ClientId], { bridgeId: BridgeId; ghost: UserId }>('SELECT bridge_id AS bridgeId, ghost_user_id AS ghost FROM client_identity WHERE client_id = ? ORDER BY 1, 2')
    .all(clientId)
    .map(({ bridgeId, ghost }) => [bridgeId, ghost]);
}

/** Everything of one client becomes the other's, what colleagues wrote about it too; the first is no more, but what it was is kept. */
export function moveClient(tx: WriteTx, from: Omit<ClientRecord, 'version'>, to: ClientId, at: number): void {
  const notes = tx.prepare<[ClientId], { id: ClientNoteId }>('SELECT id FROM client_note WHERE client_id = ?').all(from.clientId).map(({ id }) => id);
  const { clientId, ...card } = from;
  tx.prepare('INSERT OR REPLACE INTO client_merge (client_id, into_id, card, identities, notes, merged_at) VALUES (?, ?, ?, ?, ?, ?)').run(
    clientId, to, JSON.stringify(card), JSON.stringify(identitiesOf(tx, clientId)), JSON.stringify(notes), at,
  );
  tx.prepare('UPDATE client_merge SET into_id = ? WHERE into_id = ?').run(to, clientId); // what it had taken in itself can still be given back
  tx.prepare('UPDATE client_identity SET client_id = ? WHERE client_id = ?').run(to, clientId);
  tx.prepare('UPDATE portal SET client_id = ? WHERE client_id = ?').run(to, clientId);
  tx.prepare('UPDATE client_note SET client_id = ? WHERE client_id = ?').run(to, clientId);
  tx.prepare('UPDATE OR IGNORE client_wish SET client_id = ? WHERE client_id = ?').run(to, clientId);
  tx.prepare('DELETE FROM client WHERE id = ?').run(clientId);
}

/** The client that a merge brought in with one of these people and nobody besides; undefined when none did. */
export function findMergedAs(db: ReadDb, into: ClientId, people: readonly Identity[]): MergedClient | undefined {
  const wanted = new Set(people.map((person) => person.join(' ')));
  const still = new Set(identitiesOf(db, into).map((person) => person.join(' '))); // of what it brought in, some may have been taken out before
  return db
    .prepare<[ClientId], { clientId: ClientId; card: string; identities: string; notes: string }>(
      'SELECT client_id AS clientId, card, identities, notes FROM client_merge WHERE into_id = ? ORDER BY merged_at DESC',
    )
    .all(into)
    .map(({ clientId, card, identities, notes }): MergedClient => ({
      client: { ...(JSON.parse(card) as Omit<ClientRecord, 'clientId' | 'version'>), clientId }, into,
      identities: (JSON.parse(identities) as Identity[]).filter((person) => still.has(person.join(' '))), notes: JSON.parse(notes) as ClientNoteId[],
    }))
    .find(({ identities }) => identities.length > 0 && identities.every((person) => wanted.has(person.join(' '))));
}

export function forgetMerge(tx: WriteTx, clientId: ClientId): void {
  tx.prepare('DELETE FROM client_merge WHERE client_id = ?').run(clientId);
}

/** Rooms and the people in them become another client's, so that whoever writes next is that client too. */
export function moveRooms(tx: WriteTx, roomIds: readonly RoomId[], people: readonly Identity[], to: ClientId): void {
  tx.prepare('UPDATE portal SET client_id = ? WHERE room_id IN (SELECT value FROM json_each(?))').run(to, JSON.stringify(roomIds));
  for (const [bridgeId, ghost] of people) tx.prepare('UPDATE client_identity SET client_id = ? WHERE bridge_id = ? AND ghost_user_id = ?').run(to, bridgeId, ghost);
}

export function moveNotes(tx: WriteTx, noteIds: readonly ClientNoteId[], from: ClientId, to: ClientId): void {
  tx.prepare('UPDATE client_note SET client_id = ? WHERE client_id = ? AND id IN (SELECT value FROM json_each(?))').run(to, from, JSON.stringify(noteIds));
}
