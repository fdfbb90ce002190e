import type { RoomId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, ghost, loopback, type DirectoryWorld } from '../../test/support/directory-world.ts';
import { findClientByGhost } from './client-repository.ts';

const worlds: DirectoryWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

/** Jan and Ola write to one number, Jan to a second one too. */
async function world() {
  const w = directoryWorld();
  worlds.push(w);
  await w.linked();
  await w.linked('second', '48777');
  const jan = w.portal('!jan', { remote: '48901', people: ['48901'], name: 'Jan' });
  const ola = w.portal('!ola', { remote: '48902', people: ['48902'], name: 'Ola' });
  const again = w.portal('!again', { login: '48777', remote: '48901', people: ['48901'], name: 'Jan' });
  const { clients } = w.directory;
  const idOf = (name: string) => clients.list(administrator, 'all', { name }).clients[0]!.clientId;
  return { ...w, clients, jan, ola, again, idOf, janId: idOf('Jan'), olaId: idOf('Ola') };
}

describe('splitting a client', () => {
  test('undoes a merge: the client is back under its id, with card and notes, and later messages are theirs', async () => {
    const w = await world();
    const { clients, janId, olaId, ola } = w;
    clients.change(administrator, 'all', olaId, { name: 'Ola Zielińska', firm: 'Zieleń', tags: ['vip'], language: 'pl' });
    w.db.write((tx) => void tx.prepare("INSERT INTO person (id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, 'adm', 'Adm', '[]', '[]', 'active', 1)").run(administrator.personId));
    w.directory.clientNotes.add(administrator, 'all', olaId, { text: 'of Ola', idempotencyKey: 'key-000001' });
    w.directory.clientNotes.add(administrator, 'all', janId, { text: 'of Jan', idempotencyKey: 'key-000002' });
    expect(clients.merge(administrator, 'all', janId, { from: olaId }).roomIds).toHaveLength(3);
    const back = clients.split(administrator, 'all', janId, { roomIds: [ola] });
    expect(back).toMatchObject({ clientId: olaId, name: 'Ola Zielińska', firm: 'Zieleń', tags: ['vip'], language: 'pl', roomIds: [ola] });
    expect(w.directory.clientNotes.list(administrator, 'all', olaId, {}).notes.map(({ text }) => text)).toEqual(['of Ola']);
    expect(w.directory.clientNotes.list(administrator, 'all', janId, {}).notes.map(({ text }) => text)).toEqual(['of Jan']);
    expect(findClientByGhost(w.db, loopback, ghost('48902'))?.clientId).toBe(olaId);
    w.portal('!ola-again', { login: '48777', remote: '48902', people: ['48902'], name: 'Ola' });
    expect(clients.get(administrator, 'all', olaId).roomIds.toSorted()).toEqual(['!ola', '!ola-again']);
    expect(w.actions().filter((action) => action.startsWith('client.')).slice(-2)).toEqual(['client.merged', 'client.split']);
  });

  test('makes a new client out of conversations that were never another’s, named by the network or as said', async () => {
    const { clients, janId, olaId, ola, jan, again, db } = await world();
    clients.merge(administrator, 'all', olaId, { from: janId });
    db.write((tx) => void tx.prepare('DELETE FROM client_merge').run());
    const split = clients.split(administrator, 'all', olaId, { roomIds: [jan, again], name: 'Jan from Kyiv' });
    expect(split).toMatchObject({ name: 'Jan from Kyiv', version: 1 });
    expect(split.clientId).not.toBe(janId);
    expect(clients.get(administrator, 'all', olaId).roomIds).toEqual([ola]);
  });

  test('never divides a person, never leaves nothing behind, and takes only what is the client’s', async () => {
    const { clients, janId, olaId, jan, again, ola } = await world();
    expect(() => clients.split(administrator, 'all', janId, { roomIds: [jan] })).toThrow(refusal('SPLIT_DIVIDES_PERSON'));
    expect(() => clients.split(administrator, 'all', janId, { roomIds: [jan, again] })).toThrow(refusal('SPLIT_TAKES_ALL'));
    expect(() => clients.split(administrator, 'all', janId, { roomIds: [ola] })).toThrow(refusal('ROOM_NOT_PORTAL'));
    expect(() => clients.split(administrator, 'all', olaId, { roomIds: ['!none' as RoomId] })).toThrow(refusal('ROOM_NOT_PORTAL'));
  });

  test('gives back each of two that were merged one into the other', async () => {
    const w = await world();
    const { clients, janId, olaId, ola } = w;
    const ewa = w.portal('!ewa', { remote: '48903', people: ['48903'], name: 'Ewa' });
    const ewaId = w.idOf('Ewa');
    clients.merge(administrator, 'all', olaId, { from: ewaId });
    clients.merge(administrator, 'all', janId, { from: olaId });
    expect(clients.split(administrator, 'all', janId, { roomIds: [ewa] })).toMatchObject({ clientId: ewaId, name: 'Ewa' });
    expect(clients.get(administrator, 'all', janId).roomIds).toHaveLength(3);
    expect(clients.split(administrator, 'all', janId, { roomIds: [ola] })).toMatchObject({ clientId: olaId, name: 'Ola' });
  });
});

test('the second of two who change one client is told, and nothing is overwritten', async () => {
  const { clients, janId, olaId } = await world();
  const { version } = clients.get(administrator, 'all', janId);
  expect(clients.change(administrator, 'all', janId, { firm: 'First', version }).version).toBe(version + 1);
  expect(() => clients.change(administrator, 'all', janId, { firm: 'Second', version })).toThrow(refusal('CHANGED_MEANWHILE'));
  expect(() => clients.merge(administrator, 'all', janId, { from: olaId, version })).toThrow(refusal('CHANGED_MEANWHILE'));
  expect(clients.get(administrator, 'all', janId)).toMatchObject({ firm: 'First', version: version + 1 });
});

test('a client waits as long as the longest waiting of their conversations', async () => {
  const { clients, janId, jan, again, clock, writes } = await world();
  expect(clients.get(administrator, 'all', janId).waitingSince).toBeNull();
  clock.advance(1_000);
  writes(jan, ghost('48901'));
  const since = clock.now();
  clock.advance(60_000);
  writes(again, ghost('48901'));
  expect(clients.get(administrator, 'all', janId).waitingSince).toBe(since);
});
