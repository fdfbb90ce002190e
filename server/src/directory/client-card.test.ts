import type { ClientId, RoomId, StreamEvent, UserId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, ghost, loopback, type DirectoryWorld } from '../../test/support/directory-world.ts';
import type { PersonActor } from '../kernel/index.ts';
import { companyGhosts } from './company-side.ts';
import { knownBridges } from './bridges.ts';

const worlds: DirectoryWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** Two clients on one linked number; Anna answers the first, Boris the second. */
async function world() {
  const w = directoryWorld();
  worlds.push(w);
  const accountId = await w.linked();
  const jan = w.portal('!jan', { remote: '48901', people: ['48901'], name: 'Jan' });
  w.clock.advance(1_000);
  const ola = w.portal('!ola', { remote: '48902', people: ['48902'], name: 'Ola' });
  const hire = async (name: string): Promise<PersonActor> => {
    const { personId, userId } = await w.employee(name);
    return { ...administrator, personId, userId, roles: ['employee'] };
  };
  const [anna, boris] = [await hire('anna'), await hire('boris')];
  w.owners.set(jan, anna.userId!);
  w.owners.set(ola, boris.userId!);
  const idOf = (name: string) => w.directory.clients.list(administrator, 'all', { name }).clients[0]!.clientId;
  const news: StreamEvent[] = [];
  w.news.subscribe((event) => void news.push(event));
  return { ...w, accountId, jan, ola, anna, boris, news, janId: idOf('Jan'), olaId: idOf('Ola') };
}

const refusal = (code: string) => expect.objectContaining({ code }) as Error;
const key = (n: number) => `key-00000${n}`;

describe('the card of a client', () => {
  test('holds firm and tags, which only whoever reaches the client changes, and is found by the firm', async () => {
    const { directory, anna, boris, janId, news, audit, db } = await world();
    const changed = directory.clients.change(anna, 'own', janId, { firm: 'Żółw i Syn', tags: ['vip', 'export'] });
    expect(changed).toMatchObject({ name: 'Jan', firm: 'Żółw i Syn', tags: ['vip', 'export'] });
    expect(directory.clients.list(administrator, 'all', { name: 'żÓŁW' }).clients.map(({ clientId }) => clientId)).toEqual([janId]);
    expect(directory.clients.list(boris, 'own', { name: 'żółw' }).clients).toEqual([]);
    expect(() => directory.clients.change(boris, 'own', janId, { firm: null })).toThrow(refusal('NOT_FOUND'));
    expect(news).toContainEqual({ kind: 'client.changed', clientId: janId });
    expect(audit.list(db, { action: 'client.changed', limit: 9 }).at(-1)).toMatchObject({ target: janId, detail: { fields: ['firm', 'tags'] } });
    expect(directory.clients.change(anna, 'own', janId, { firm: null, tags: [] })).toMatchObject({ firm: null, tags: [] });
    expect(directory.clients.list(administrator, 'all', { name: 'żółw' }).clients).toEqual([]);
  });

  test('lists the channels one may see, most recently active first', async () => {
    const { directory, anna, accountId, janId, olaId, owners } = await world();
    directory.clients.merge(administrator, 'all', janId, { from: olaId });
    const all = directory.clients.get(administrator, 'all', janId);
    expect(all.channels.map(({ roomId, ownerUserId }) => [roomId, ownerUserId])).toEqual([['!ola', '@boris:box.test'], ['!jan', '@anna:box.test']]);
    expect(all.roomIds).toEqual(['!ola', '!jan']);
    expect(directory.clients.get(anna, 'own', janId).channels).toEqual([
      {
        roomId: '!jan', accountId, network: 'Loopback', accountLabel: 'sales', direct: true, state: 'open', ownerUserId: anna.userId,
        lastEventAt: expect.any(Number) as number,
      },
    ]);
    owners.delete('!jan' as RoomId);
    expect(() => directory.clients.get(anna, 'own', janId)).toThrow(refusal('NOT_FOUND'));
  });

  test('tells of a name the network changed', async () => {
    const { homeserver, jan, janId, news } = await world();
    homeserver.put(jan, ghost('48901'), 'm.room.member', ghost('48901'), { membership: 'join', displayname: 'Jan K.' });
    expect(news).toContainEqual({ kind: 'client.changed', clientId: janId });
  });
});

describe('notes about a client', () => {
  test('are read newest first, page by page, by whoever reaches the client', async () => {
    const w = await world();
    const { directory, anna, boris, janId } = w;
    const add = (text: string, n: number) => {
      w.clock.advance(1_000);
      return directory.clientNotes.add(anna, 'own', janId, { text, idempotencyKey: key(n) });
    };
    const [first] = [add('pays late', 1), add('call after ten', 2), add('has a dog', 3)];
    expect(first).toMatchObject({ clientId: janId, authorUserId: anna.userId, authorName: 'anna', text: 'pays late', removedAt: null });
    const page = directory.clientNotes.list(anna, 'own', janId, { limit: 2 });
    expect(page.notes.map(({ text }) => text)).toEqual(['has a dog', 'call after ten']);
    expect(directory.clientNotes.list(anna, 'own', janId, { limit: 2, after: page.next! })).toMatchObject({ notes: [{ text: 'pays late' }], next: null });
    expect(() => directory.clientNotes.list(boris, 'own', janId, {})).toThrow(refusal('NOT_FOUND'));
    expect(() => directory.clientNotes.add(boris, 'own', janId, { text: 'x', idempotencyKey: key(1) })).toThrow(refusal('NOT_FOUND'));
    expect(w.actions().filter((action) => action === 'client.note-added')).toHaveLength(3);
    expect(JSON.stringify(w.audit.list(w.db, { limit: 500 }))).not.toContain('pays late');
    expect(w.news.filter(({ kind }) => kind === 'client.changed')).toHaveLength(3);
  });

  test('asked for twice are one', async () => {
    const { directory, anna, janId, olaId, owners } = await world();
    const note = { text: 'once', idempotencyKey: key(1) };
    const { noteId } = directory.clientNotes.add(anna, 'own', janId, note);
    expect(directory.clientNotes.add(anna, 'own', janId, note).noteId).toBe(noteId);
    expect(directory.clientNotes.list(anna, 'own', janId, {}).notes).toHaveLength(1);
    owners.set('!ola' as RoomId, anna.userId!);
    expect(() => directory.clientNotes.add(anna, 'own', olaId, note)).toThrow(refusal('CONFLICT'));
  });

  test('are taken away by their author alone, and stay on record for who reads for compliance', async () => {
    const { directory, anna, boris, janId, olaId, owners, actions } = await world();
    const { noteId } = directory.clientNotes.add(anna, 'own', janId, { text: 'wrong', idempotencyKey: key(1) });
    owners.set('!jan' as RoomId, boris.userId!); // handed over: the note is there for the successor
    expect(directory.clientNotes.list(boris, 'own', janId, {}).notes).toHaveLength(1);
    expect(() => directory.clientNotes.remove(boris, 'own', janId, noteId)).toThrow(refusal('NOTE_NOT_OWN'));
    expect(() => directory.clientNotes.remove(anna, 'own', janId, noteId)).toThrow(refusal('NOT_FOUND'));
    owners.set('!jan' as RoomId, anna.userId!);
    expect(() => directory.clientNotes.remove(boris, 'own', olaId, noteId)).toThrow(refusal('NOT_FOUND'));
    for (let times = 0; times < 2; times += 1) directory.clientNotes.remove(anna, 'own', janId, noteId);
    expect(directory.clientNotes.list(anna, 'own', janId, {}).notes).toEqual([]);
    expect(directory.clientNotes.list(administrator, 'all', janId, {}).notes).toMatchObject([{ noteId, text: 'wrong', removedAt: expect.any(Number) as number }]);
    expect(actions().filter((action) => action === 'client.note-removed')).toHaveLength(1);
  });

  test('go along when two clients turn out to be one, and keep a client whose conversation is excluded', async () => {
    const w = await world();
    const { directory, anna, boris, janId, olaId } = w;
    directory.clientNotes.add(boris, 'own', olaId, { text: 'of Ola', idempotencyKey: key(1) });
    directory.clients.merge(administrator, 'all', janId, { from: olaId });
    expect(directory.clientNotes.list(anna, 'own', janId, {}).notes).toMatchObject([{ clientId: janId, text: 'of Ola' }]);
    w.portal('!ewa', { remote: '48903', people: ['48903'], name: 'Ewa' });
    const ewaId = directory.clients.list(administrator, 'all', { name: 'Ewa' }).clients[0]!.clientId;
    w.owners.set('!ewa' as RoomId, anna.userId!);
    directory.clientNotes.add(anna, 'own', ewaId, { text: 'of Ewa', idempotencyKey: key(2) });
    w.bridge.contacts.push({ id: '48903', name: 'Ewa', ghost: ghost('48903'), roomId: null });
    await directory.oldChats.decide(administrator, w.accountId, { contactIds: ['48903'], decision: 'exclude' });
    expect(w.excluded).toEqual(['!ewa']);
    expect(directory.clientNotes.list(administrator, 'all', ewaId, {}).notes).toMatchObject([{ text: 'of Ewa' }]);
  });
});

describe('the numbers behind a client', () => {
  test('are shown for a reason, which goes on record without the number', async () => {
    const { directory, anna, boris, janId, audit, db } = await world();
    expect(directory.clientContacts.reveal(anna, 'own', janId, { reason: 'calls back by phone' })).toEqual([
      { roomId: '!jan', network: 'Loopback', identifier: '+48901', userId: ghost('48901') },
    ]);
    const [entry] = audit.list(db, { action: 'client.contact-revealed', limit: 9 });
    expect(entry).toMatchObject({ actor: anna.personId, target: janId, reason: 'calls back by phone', detail: { rooms: ['!jan'] } });
    expect(JSON.stringify(entry)).not.toContain('48901');
    expect(() => directory.clientContacts.reveal(boris, 'own', janId, { reason: 'curious' })).toThrow(refusal('NOT_FOUND'));
    expect(audit.list(db, { action: 'client.contact-revealed', limit: 9 })).toHaveLength(1);
  });

  test('are those of conversations within reach, and not of groups', async () => {
    const w = await world();
    w.directory.clients.merge(administrator, 'all', w.janId, { from: w.olaId });
    expect(w.directory.clientContacts.reveal(w.boris, 'own', w.janId, { reason: 'delivery' })).toMatchObject([{ roomId: '!ola', identifier: '+48902' }]);
    w.db.write((tx) => void tx.prepare("UPDATE portal SET is_direct = 0 WHERE room_id = '!ola'").run());
    expect(w.directory.clientContacts.reveal(w.boris, 'own', w.janId, { reason: 'delivery' })).toEqual([]);
  });

  test('are given as the network has them where its ids are no numbers', async () => {
    const w = await world();
    w.db.write((tx) => void tx.prepare("UPDATE account SET login_id = 'tg-77'").run());
    expect(w.directory.clientContacts.reveal(w.anna, 'own', w.janId, { reason: 'delivery' })).toMatchObject([{ identifier: '48901' }]);
  });
});

test('the company’s own numbers are known as people on their bridge, by login and by number', async () => {
  const w = await world();
  w.account('second', { number: '+48777' });
  const bridges = knownBridges([{ id: loopback, network: 'Loopback', botUserId: '@loopbackbot:box.test', ghostUserIdPattern: '^@loopback_.+:box\\.test$', provisioningSecretFile: null }]);
  expect([...companyGhosts(w.db, bridges)]).toEqual([[loopback, [ghost('48123'), ghost('48777')]]]);
  expect([...w.directory.bridges.companyGhosts(w.db)]).toEqual([...companyGhosts(w.db, bridges)]);
  expect(w.directory.clients.list(administrator, 'all', {}).clients.map(({ clientId }): ClientId => clientId)).toHaveLength(2);
});

test('colleagues are everybody with a Matrix user, those who left too, by name and nothing more', async () => {
  const w = await world();
  await w.directory.people.create(administrator, { signInName: 'olga', name: 'Olga', roles: ['administrator'] });
  w.directory.people.lock(administrator, w.boris.personId, { reason: 'left' });
  expect(w.directory.colleagues.list()).toEqual([
    { userId: '@anna:box.test' as UserId, name: 'anna', teamId: null, state: 'active' },
    { userId: '@boris:box.test' as UserId, name: 'boris', teamId: null, state: 'locked' },
  ]);
});
