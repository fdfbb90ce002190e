import type { AccountId, AlertId, HandoverId, HandsetId, LinkingId, RoomId, StreamEvent, TeamId, UserId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { apiForTest, ofNobody, type ApiForTest } from '../../test/support/api.ts';
import type { PersonActor } from '../kernel/index.ts';
import type { SignInPerson } from '../sessions/index.ts';
import { mayHear } from './stream-filter.ts';

const sales = 'team_0000000000000000' as TeamId;
const care = 'team_0000000000000001' as TeamId;
const roomOfAnna = '!anna' as RoomId;
const worlds: ApiForTest[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.api.close();
});

async function worldOf(options: Parameters<typeof apiForTest>[0] = {}) {
  const world = await apiForTest({ heartbeatMs: 20, ...options });
  worlds.push(world);
  await world.api.listen({ host: '127.0.0.1', port: 0 });
  return world;
}

/** Listens as a person and keeps what was heard. */
async function listen(world: ApiForTest, person: SignInPerson, token?: string) {
  const { port } = world.api.server.address() as { port: number };
  const bearer = token ?? (await world.tokenOf(person));
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/stream`, { headers: { authorization: `Bearer ${bearer}` } });
  const heard: StreamEvent[] = [];
  const over = (async () => {
    let rest = '';
    try {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop()!;
        for (const part of parts) heard.push(JSON.parse(part.split('\ndata: ')[1]!) as StreamEvent);
      }
    } catch {
      // the server cut the line, which is what some tests are about
    }
  })();
  return { answer, over, news: () => heard.filter(({ kind }) => kind !== 'heartbeat'), beats: () => heard.filter(({ kind }) => kind === 'heartbeat').length };
}

async function until(is: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !is(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(is()).toBe(true);
}

const room = (roomId: RoomId): StreamEvent => ({ kind: 'room.changed', roomId });

test('a listener hears what concerns them and a heartbeat, and nobody else’s news', async () => {
  const world = await worldOf({ belonging: { answers: (roomId) => roomId === roomOfAnna } });
  const anna = await listen(world, await world.people.hire('anna', ['employee']));
  expect(anna.answer.headers.get('content-type')).toBe('text/event-stream');
  expect(anna.answer.headers.get('x-content-type-options')).toBe('nosniff');
  await until(() => anna.beats() >= 2);
  world.news.publish(room('!petr' as RoomId));
  world.news.publish(room(roomOfAnna));
  await until(() => anna.news().length > 0);
  expect(anna.news()).toEqual([room(roomOfAnna)]);
});

test('a closed session ends its stream and no other', async () => {
  const world = await worldOf();
  const person = await world.people.hire('anna', ['employee']);
  const [first, second] = [await world.tokenOf(person), await world.tokenOf(person)];
  const one = await listen(world, person, first);
  const two = await listen(world, person, second);
  await until(() => one.beats() > 0 && two.beats() > 0);
  const actor = world.sessions.actorOf(first);
  world.sessions.close(actor, actor.sessionId);
  await one.over;
  const beats = two.beats();
  await until(() => two.beats() > beats);
});

test('a locked person hears nothing more, not even the news of it', async () => {
  const world = await worldOf({ belonging: { answers: () => true }, heartbeatMs: 1_000_000 });
  const person = await world.people.hire('anna', ['employee']);
  const anna = await listen(world, person);
  await until(() => anna.beats() > 0);
  world.people.change(person.personId, { state: 'locked' });
  world.news.publish({ kind: 'person.changed', userId: person.userId! });
  world.news.publish(room(roomOfAnna));
  await anna.over;
  expect(anna.news()).toEqual([]);
});

test('a session that expires ends its stream at the next heartbeat', async () => {
  const world = await worldOf();
  const anna = await listen(world, await world.people.hire('anna', ['employee']));
  world.clock.advance(13 * 3_600_000);
  await anna.over;
});

test('a person may listen from so many screens and no more', async () => {
  const world = await worldOf();
  const person = await world.people.hire('anna', ['employee']);
  const token = await world.tokenOf(person);
  for (let i = 0; i < 8; i++) expect((await listen(world, person, token)).answer.status).toBe(200);
  expect((await listen(world, person, token)).answer.status).toBe(429);
});

test('a screen that does not read is cut off instead of filling the box’s memory', async () => {
  const world = await worldOf({ belonging: { answers: () => true }, heartbeatMs: 1_000_000 });
  const token = await world.tokenOf(await world.people.hire('anna', ['employee']));
  const { connect } = await import('node:net');
  const { port } = world.api.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET /api/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  socket.pause();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  const long = room(`!${'x'.repeat(200)}` as RoomId);
  for (let i = 0; i < 60_000; i++) {
    world.news.publish(long);
    if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  socket.resume();
  await closed;
});

test('closing the API ends every stream', async () => {
  const world = await worldOf();
  const anna = await listen(world, await world.people.hire('anna', ['employee']));
  await world.api.close();
  await anna.over;
});

describe('who hears of what', () => {
  const userId = '@anna:box.test' as UserId;
  const belonging = {
    ...ofNobody,
    teamOfAccount: () => sales,
    teamOfRoom: () => sales,
    teamOfPerson: () => sales,
    teamOfAlert: () => sales,
    handoverConcerns: (_id: HandoverId, teamId: TeamId) => teamId === sales,
    handsetConcerns: (_id: HandsetId, teamId: TeamId) => teamId === sales,
    answers: (_roomId: RoomId, who: UserId) => who === userId,
  };
  const events: Record<string, StreamEvent> = {
    account: { kind: 'account.changed', accountId: 'acct_0000000000000000' as AccountId },
    linking: { kind: 'linking.changed', linkingId: 'link_0000000000000000' as LinkingId },
    room: room(roomOfAnna),
    queue: { kind: 'queue.changed', roomId: roomOfAnna },
    handover: { kind: 'handover.changed', handoverId: 'hand_0000000000000000' as HandoverId },
    person: { kind: 'person.changed', userId: '@petr:box.test' as UserId },
    handset: { kind: 'handset.changed', handsetId: 'hset_0000000000000000' as HandsetId },
    alert: { kind: 'alert.raised', alertId: 'alrt_0000000000000000' as AlertId },
  };
  const hears = (actor: Partial<PersonActor>) =>
    Object.entries(events)
      .filter(([, event]) => mayHear({ kind: 'person', personId: 'p', sessionId: 's', userId: null, teamId: null, roles: [], ...actor } as PersonActor, event, belonging))
      .map(([name]) => name);

  test.each<[string, Partial<PersonActor>, string[]]>([
    ['an administrator', { roles: ['administrator'] }, Object.keys(events)],
    ['a compliance officer', { roles: ['compliance-officer'] }, ['account', 'room', 'handover', 'person', 'handset']],
    ['the team’s lead', { roles: ['team-lead'], teamId: sales }, ['account', 'room', 'queue', 'handover', 'person', 'handset', 'alert']],
    ['another team’s lead', { roles: ['team-lead'], teamId: care }, []],
    ['the employee who answers', { roles: ['employee'], teamId: care, userId }, ['room', 'queue']],
    ['a colleague in the team', { roles: ['employee'], teamId: sales }, ['account', 'queue']],
    ['somebody without a role', { teamId: sales, userId }, []],
  ])('%s', (_who, actor, expected) => expect(hears(actor)).toEqual(expected));

  test('everybody hears of a change to themselves', () => {
    const event: StreamEvent = { kind: 'person.changed', userId };
    expect(mayHear({ kind: 'person', roles: ['employee'], userId, teamId: null } as unknown as PersonActor, event, ofNobody)).toBe(true);
  });
});
