import type { PutClientNotice, RoomId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, ghost, loopback, type DirectoryWorld } from '../../test/support/directory-world.ts';
import { knownBridges } from '../directory/index.ts';
import { createServiceSends } from '../gate/service-sends.ts';
import { createClientNotices } from './client-notices.ts';

const worlds: DirectoryWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});
const refusal = (code: string, field?: string) => expect.objectContaining({ code, ...(field === undefined ? {} : { field }) }) as Error;
const texts = { en: 'We record.', pl: 'Nagrywamy.' };

/** A linked number, Jan who wrote long ago, and notices whose sending may be made to die on its way. */
async function world() {
  const w = directoryWorld();
  worlds.push(w);
  const sends = createServiceSends({ db: w.db, homeserver: w.homeserver, clock: w.clock });
  const death = { before: 0, after: 0 };
  const notices = createClientNotices({
    db: w.db, clock: w.clock, audit: w.audit, news: w.news, jobs: w.jobs, language: 'en',
    bridges: knownBridges([{ id: loopback, network: 'Loopback', botUserId: '@loopbackbot:box.test', ghostUserIdPattern: '^@loopback_(.+):box\\.test$', provisioningSecretFile: 'x' }]),
    messages: {
      async message(order, content) {
        if (death.before-- > 0) throw new Error('killed before the homeserver had it');
        const eventId = await sends.message(order, content);
        if (death.after-- > 0) throw new Error('killed before the record had it');
        return eventId;
      },
    },
  });
  w.readers.push(notices.reader);
  await w.linked();
  const jan = w.portal('!jan', { remote: '48901', people: ['48901'], name: 'Jan' });
  w.writes(jan, ghost('48901'));
  w.clock.advance(60_000);
  const put = (change: Partial<PutClientNotice>) => notices.put(administrator, { policy: 'next-message', texts, fallback: 'en', ...change });
  const told = (room: RoomId) => w.homeserver.events(room).filter(({ type, sender }) => type === 'm.room.message' && sender.startsWith('@acct_')).map(({ content }) => content['body']);
  /** A client writes; whatever that orders is done, retried until it is. */
  async function write(room: RoomId, number: string, content?: Record<string, unknown>) {
    w.writes(room, ghost(number), content);
    await w.work();
    for (let tries = 0; tries < 4; tries += 1) {
      w.clock.advance(120_000);
      w.jobs.start();
      await w.work();
    }
  }
  const open = (name: string, number: string) => w.portal(`!${name}`, { remote: number, people: [number], name });
  return { ...w, notices, put, told, write, open, jan, death };
}

describe('the recording notice to clients', () => {
  test('goes to everybody with their next message, once, in their language or the fallback', async () => {
    const { notices, put, told, write, open, jan, directory, audit, db } = await world();
    put({});
    const ola = open('ola', '48902');
    directory.clients.change(administrator, 'all', directory.clients.list(administrator, 'all', { name: 'ola' }).clients[0]!.clientId, { language: 'pl' });
    expect(told(jan)).toEqual([]);
    await write(jan, '48901');
    await write(jan, '48901');
    await write(ola, '48902');
    expect([told(jan), told(ola)]).toEqual([['We record.'], ['Nagrywamy.']]);
    expect(notices.read().counts).toEqual({ sent: 2, waiting: 0 });
    expect(notices.sends({}).sends).toMatchObject([{ roomId: ola, clientName: 'ola', language: 'pl', state: 'sent', wording: 1 }, { roomId: jan, clientName: 'Jan', language: 'en' }]);
    expect(notices.sends({ limit: 1 })).toMatchObject({ sends: [{ roomId: ola }], next: expect.any(String) as string });
    expect(notices.sends({ limit: 1, after: notices.sends({ limit: 1 }).next! })).toMatchObject({ sends: [{ roomId: jan }], next: null });
    expect(audit.list(db, { action: 'client-notice.sent', limit: 9 })).toHaveLength(2);
    expect(JSON.stringify(audit.list(db, { limit: 99 }))).not.toContain('We record');
    expect(db.prepare('SELECT count(*) AS n FROM client_notice_send WHERE text IS NOT NULL').get()).toEqual({ n: 0 });
  });

  test('on first contact goes to new clients alone', async () => {
    const { put, told, write, open, jan } = await world();
    put({ policy: 'first-contact' });
    const ola = open('ola', '48902');
    await write(jan, '48901');
    await write(ola, '48902');
    put({ policy: 'first-contact', texts: { en: 'We still record.' } });
    await write(ola, '48902');
    expect([told(jan), told(ola)]).toEqual([[], ['We record.']]);
  });

  test('goes to nobody while it is off, and never for a message from before, an edit, or a company number', async () => {
    const { put, told, write, open, jan, homeserver, account, clock } = await world();
    await write(jan, '48901');
    put({ policy: 'off' });
    await write(jan, '48901');
    put({});
    homeserver.put(jan, ghost('48901'), 'm.room.message', null, { msgtype: 'm.text', body: '* x', 'm.relates_to': { rel_type: 'm.replace', event_id: '$1' } });
    homeserver.put(jan, ghost('48901'), 'm.reaction', null, { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$1', key: '+' } });
    account('second', { number: '+48777' });
    const ours = open('ours', '48777');
    await write(ours, '48777');
    expect([told(jan), told(ours)]).toEqual([[], []]);
    expect(clock.now()).toBeGreaterThan(0);
    await write(jan, '48901');
    expect(told(jan)).toEqual(['We record.']);
  });

  test('is said again only in new words, unless a misprint was mended', async () => {
    const { notices, put, told, write, jan } = await world();
    put({});
    await write(jan, '48901');
    expect(put({ texts: { en: 'We record!' }, sameWording: true })).toMatchObject({ wording: 1, version: 2 });
    await write(jan, '48901');
    expect(put({ texts: { en: 'We record all.' } })).toMatchObject({ wording: 2, counts: { sent: 0, waiting: 0 } });
    await write(jan, '48901');
    await write(jan, '48901');
    expect(told(jan)).toEqual(['We record.', 'We record all.']);
    expect(notices.sends({ wording: 2 }).sends).toHaveLength(1);
  });

  test('goes to a group only when groups are chosen, once for the room', async () => {
    const w = await world();
    const group = w.portal('!group', { remote: 'g1', people: ['48905', '48906'], direct: false, name: 'Team' });
    w.put({});
    await w.write(group, '48905');
    expect(w.told(group)).toEqual([]);
    w.put({ groups: true });
    await w.write(group, '48905');
    await w.write(group, '48906');
    expect(w.told(group)).toEqual(['We record.']);
    expect(w.notices.sends({}).sends).toMatchObject([{ clientId: null, roomId: group }]);
  });

  test.each([{ before: 2, after: 0 }, { before: 0, after: 2 }, { before: 1, after: 1 }])('killed %j times on its way, is there once', async (deaths) => {
    const { notices, put, told, write, jan, death } = await world();
    put({});
    Object.assign(death, deaths);
    await write(jan, '48901');
    expect(told(jan)).toEqual(['We record.']);
    expect(notices.read().counts).toEqual({ sent: 1, waiting: 0 });
  });

  test('is not said twice to clients who were merged or split, nor after it was off meanwhile', async () => {
    const { put, told, write, open, jan, directory } = await world();
    put({});
    const ola = open('ola', '48902');
    await write(jan, '48901');
    const idOf = (name: string) => directory.clients.list(administrator, 'all', { name }).clients[0]!.clientId;
    const [janId, olaId] = [idOf('Jan'), idOf('ola')];
    directory.clients.merge(administrator, 'all', olaId, { from: janId });
    await write(ola, '48902');
    await write(jan, '48901');
    directory.clients.split(administrator, 'all', olaId, { roomIds: [jan] });
    await write(jan, '48901');
    put({ policy: 'off' });
    put({});
    await write(jan, '48901');
    expect([told(jan), told(ola)]).toEqual([['We record.'], []]);
  });

  test('is taken back while it could not be sent, and said once when it can', async () => {
    const { notices, put, told, jan, writes, work, death, clock, jobs } = await world();
    put({});
    death.before = 1;
    writes(jan, ghost('48901'));
    await work();
    expect(notices.read().counts).toEqual({ sent: 0, waiting: 1 });
    put({ policy: 'off' });
    clock.advance(300_000);
    jobs.start();
    await work();
    expect([notices.read().counts, told(jan)]).toEqual([{ sent: 0, waiting: 0 }, []]);
  });

  test('answers nobody: a client who waited goes on waiting', async () => {
    const { put, told, write, jan, directory } = await world();
    put({});
    await write(jan, '48901');
    expect(told(jan)).toHaveLength(1);
    expect(directory.clients.list(administrator, 'all', { name: 'Jan' }).clients[0]).toMatchObject({ waitingSince: expect.any(Number) as number });
  });

  test('needs a text for whoever’s language is not known; the second of two is told', async () => {
    const { notices, put, actions } = await world();
    expect(notices.read()).toMatchObject({ version: 0, policy: 'off', wording: 0, counts: { sent: 0, waiting: 0 } });
    expect(() => put({ fallback: 'uk' })).toThrow(refusal('NOTICE_TEXT_MISSING', '/texts/uk'));
    expect(put({ policy: 'off', texts: {} })).toMatchObject({ version: 1 });
    expect(put({ version: 1 })).toMatchObject({ version: 2, policy: 'next-message', since: expect.any(Number) as number });
    expect(() => put({ version: 1 })).toThrow(refusal('CHANGED_MEANWHILE', '/version'));
    expect(actions().filter((action) => action === 'client-notice.changed')).toHaveLength(2);
  });
});
