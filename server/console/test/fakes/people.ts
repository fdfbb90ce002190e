import type { Cover, Handset, Holdings, Invitation, LeaveDraft, Person, PersonInHand, PersonSessions, Role, Team, UserId } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf, colleaguesOf, teamsOf } from './who.ts';

const minute = 60_000;
const day = 86_400_000;
export const personId = (n: number): Person['personId'] => `pers_${String(n).padStart(16, '0')}` as Person['personId'];
const numberOf = (id: string): number => Number(id.slice(5));
/** How many conversations each has: the first one so many that a second person must agree. */
export const roomsOf = (scene: Scene, n: number): number => (n === 0 ? (scene === 'crowded' ? 1000 : 12) : (n * 7) % 40);

function peopleOf(scene: Scene): Person[] {
  const colleagues = colleaguesOf(scene).map(
    ({ userId, name, teamId, state }, n): Person => ({
      personId: personId(n), userId, signInName: `person${n}`, name: scene === 'crowded' && n === 3 ? `Maria ${'Anna Zofia '.repeat(330)}Nowak` : name, roles: [n % 9 === 1 ? 'team-lead' : 'employee'], teamId,
      languages: [['pl', 'en'], ['ru', 'uk', 'en'], ['uk'], []][n % 4]!, roomCap: n % 5 === 0 ? 200 : null, state, createdAt: Date.now() - (30 + n) * day, version: 1,
    }),
  );
  const olga: Person = { personId: 'pers_me' as Person['personId'], userId: null, signInName: 'olga', name: 'Olga Petrova', roles: ['administrator'], teamId: null, languages: [], roomCap: null, state: 'active', createdAt: Date.now() - 400 * day, version: 1 };
  return [...colleagues, olga];
}

/** Everybody who works here, with what each has in hand. Changing 'person1' finds that somebody was faster. */
export function peopleHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const people = new Map(peopleOf(scene).map((person) => [person.personId as string, person]));
  let teams: Team[] = teamsOf();
  let covers: Cover[] = scene === 'empty' ? [] : [{ coverId: 'covr_0000000000000001' as Cover['coverId'], ownerUserId: '@person2:box.test' as UserId, coverUserId: '@person0:box.test' as UserId, fromAt: now - day, untilAt: now + 4 * day, endedAt: null, reason: 'Holidays', createdAt: now - 2 * day, version: 1 }];
  let handsets: Handset[] = scene === 'empty' ? [] : [handset(1, 'Blue Nokia', 0, now), handset(2, 'Samsung 12', 1, now)];
  const drafts = new Map<string, LeaveDraft>();
  const sessions: PersonSessions['sessions'] = [{ sessionId: 'sess_0000000000000001' as never, via: 'matrix', console: false, label: 'Holdfast for Windows', openedAt: now - 3 * day, lastSeenAt: now - 4 * minute, expiresAt: now + day, current: false }];
  const get = (id: string): Person => {
    const person = people.get(id);
    if (!person) throw new FakeRefusal(404, 'NOT_FOUND');
    return person;
  };
  const put = (id: string, changes: Partial<Person>): Person => {
    const person = { ...get(id), ...changes, version: get(id).version + 1 };
    people.set(id, person);
    return person;
  };
  const held = (id: string): Holdings => {
    const person = get(id);
    const n = numberOf(id);
    const total = person.userId === null ? 0 : scene === 'empty' ? 0 : roomsOf(scene, n);
    const [first, second] = accountsOf();
    const line = (account: typeof first, rooms: number) => ({ accountId: account!.accountId, label: account!.label, network: account!.network, rooms });
    return {
      personId: person.personId,
      rooms: { total, waiting: Math.floor(total / 4), byAccount: total === 0 ? [] : [line(first, Math.ceil(total / 2)), line(second, Math.floor(total / 2))] },
      handsets: handsets.filter(({ holder, state }) => holder === id && state === 'handed-out'),
      coversGiven: covers.filter(({ coverUserId, endedAt }) => coverUserId === person.userId && endedAt === null),
      coversTaken: covers.filter(({ ownerUserId, endedAt }) => ownerUserId === person.userId && endedAt === null),
      messages: total === 0 ? { waiting: 0, undecided: 0, uncertain: 0 } : { waiting: 3, undecided: 1, uncertain: 0 },
      lastSeenAt: n % 6 === 5 ? null : now - n * 37 * minute,
    };
  };
  const turn = (state: Handset['state']) => ({ params }: { params: Readonly<Record<string, string>> }): Handset => {
    handsets = handsets.map((one) => (one.handsetId === params['id'] ? { ...one, state, holder: state === 'in-safe' ? null : one.holder, version: one.version + 1 } : one));
    return handsets.find(({ handsetId }) => handsetId === params['id'])!;
  };

  return {
    'GET /people': () => ({ people: [...people.values()] }),
    'GET /people/in-hand': (): { people: PersonInHand[] } => ({
      people: [...people.keys()].map((id) => {
        const { rooms, handsets: inHand, coversTaken, lastSeenAt } = held(id);
        return { personId: id as Person['personId'], rooms: rooms.total, waiting: rooms.waiting, handsets: inHand.length, coveredBy: coversTaken[0]?.coverUserId ?? null, coveredUntil: coversTaken[0]?.untilAt ?? null, lastSeenAt };
      }),
    }),
    'GET /people/:id': ({ params }) => get(params['id']!),
    'POST /people'({ body }) {
      const asked = body as Partial<Person> & { signInName: string };
      if ([...people.values()].some(({ signInName }) => signInName === asked.signInName)) throw new FakeRefusal(409, 'PERSON_EXISTS', '/signInName');
      const n = people.size + 5_000;
      const answers = !asked.roles?.some((role: Role) => role === 'administrator' || role === 'compliance-officer');
      const person = { roomCap: null, teamId: null, languages: [], ...asked, personId: personId(n), userId: answers ? (`@${asked.signInName}:box.test` as UserId) : null, state: 'active', createdAt: Date.now(), version: 1 } as Person;
      people.set(person.personId, person);
      return { person, oneTimePassword: 'quiet-otter-9-lantern' };
    },
    'PATCH /people/:id'({ params, body }) {
      const { version, ...changes } = body as Partial<Person>;
      const id = params['id']!;
      if (id === personId(1) && get(id).version === 1) put(id, { name: 'Piotr Nowak-Lis' });
      if (version !== undefined && version !== get(id).version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE');
      return put(id, changes);
    },
    'POST /people/:id/lock': ({ params }) => put(params['id']!, { state: 'locked' }),
    'POST /people/:id/unlock': ({ params }) => put(params['id']!, { state: 'active' }),
    'POST /people/:id/sign-out'({ params }) {
      sessions.length = 0;
      return get(params['id']!);
    },
    'POST /people/:id/reset-password': ({ params }) => ({ person: get(params['id']!), oneTimePassword: 'amber-finch-4-harbour' }),
    'POST /people/:id/invitation': ({ params }): Invitation => ({ url: `holdfast://join?box=https%3A%2F%2Fbox.test&name=${get(params['id']!).signInName}`, signInName: get(params['id']!).signInName, reachable: 'everywhere', password: 'told-once', expiresAt: null }),
    'POST /people/:id/setup-link': () => ({ url: `https://box.test/link#hfl_${'k'.repeat(32)}`, expiresAt: Date.now() + 2 * day }),
    'GET /people/:id/devices': () => ({ devices: scene === 'empty' ? [] : [{ deviceId: 'dev_1', name: 'Laptop of the firm', createdAt: now - 90 * day, lastLeasedAt: now - 6 * minute }], lastSeenAt: now - 6 * minute }),
    'GET /people/:id/sessions': () => ({ sessions: scene === 'empty' ? [] : sessions }),
    'DELETE /people/:id/sessions/:session'() {
      sessions.length = 0;
      return null;
    },
    'GET /people/:id/holdings': ({ params }) => held(params['id']!),
    'GET /people/:id/leave-draft'({ params }) {
      const draft = drafts.get(params['id']!);
      if (!draft) throw new FakeRefusal(404, 'NOT_FOUND');
      return draft;
    },
    'PUT /people/:id/leave-draft'({ params, body }) {
      const id = params['id']!;
      const { choices, version = 0, handoverId = null } = body as { choices: unknown; version?: number; handoverId?: LeaveDraft['handoverId'] };
      const before = drafts.get(id)?.version ?? 0;
      if (version !== before) throw new FakeRefusal(409, 'CHANGED_MEANWHILE');
      const draft: LeaveDraft = { personId: id as Person['personId'], choices, handoverId, version: before + 1, changedAt: Date.now(), changedBy: 'pers_me' as Person['personId'], changedByName: 'Olga Petrova' };
      drafts.set(id, draft);
      return draft;
    },
    'DELETE /people/:id/leave-draft'({ params }) {
      drafts.delete(params['id']!);
      return null;
    },
    'GET /leave-drafts': () => ({ drafts: [...drafts.values()].map(({ choices: _choices, handoverId: _handover, version: _version, ...rest }) => rest) }),
    'GET /covers': ({ query }) => ({ covers: covers.filter(({ ownerUserId, coverUserId, endedAt }) => endedAt === null && (!query.get('userId') || [ownerUserId, coverUserId].includes(query.get('userId') as UserId))) }),
    'POST /covers'({ body }) {
      const asked = body as Omit<Cover, 'coverId'>;
      const fromAt = asked.fromAt ?? Date.now();
      if (covers.some((one) => one.endedAt === null && one.ownerUserId === asked.ownerUserId && one.fromAt < asked.untilAt && one.untilAt > fromAt)) throw new FakeRefusal(409, 'COVER_OVERLAPS');
      const cover: Cover = { ...asked, fromAt, coverId: `covr_${Date.now()}` as Cover['coverId'], endedAt: null, createdAt: Date.now(), version: 1 };
      covers = [...covers, cover];
      return cover;
    },
    'POST /covers/:id/end'({ params }) {
      covers = covers.map((one) => (one.coverId === params['id'] ? { ...one, endedAt: Date.now() } : one));
      return covers.find(({ coverId }) => coverId === params['id']);
    },
    'GET /teams': () => ({ teams }),
    'POST /teams'({ body }) {
      const team = { ...(body as { slug: string; name: string }), teamId: `team_${Date.now()}` as Team['teamId'], leads: [], members: 0, createdAt: Date.now(), version: 1 };
      teams = [...teams, team];
      return team;
    },
    'PATCH /teams/:id'({ params, body }) {
      teams = teams.map((team) => (team.teamId === params['id'] ? { ...team, name: (body as Team).name, version: team.version + 1 } : team));
      return teams.find(({ teamId }) => teamId === params['id']);
    },
    'POST /handsets/:id/return': turn('in-safe'),
    'POST /handsets/:id/lose': turn('lost'),
  };
}

function handset(n: number, label: string, holder: number, now: number): Handset {
  const account = accountsOf()[n - 1]!;
  return { handsetId: `hset_${String(n).padStart(16, '0')}` as Handset['handsetId'], label, accountId: account.accountId, accountLabel: account.label, number: account.number, imei: null, serial: null, note: null, state: 'handed-out', holder: personId(holder), holderName: null, since: now - 40 * day, createdAt: now - 90 * day, version: 1 };
}
