import type { Colleague, InboxRoom } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import type { Tally } from '../tally.ts';
import { reprojectEdits } from '../timeline/project.ts';

/** What decides who is on which side; when it changes, everything that follows from sides is computed again. */
const sidesOf = (facts: InboxRoom | null): string => JSON.stringify([facts?.botUserId, facts?.account?.serviceUserId, facts?.companyGhosts]);

export function setFacts(cache: Cache, tally: Tally, facts: readonly InboxRoom[], complete: boolean): void {
  const named = new Set(facts.map(({ roomId }) => roomId));
  for (const fact of facts) {
    const room = cache.rooms.make(fact.roomId);
    if (room.answered && JSON.stringify(room.facts) === JSON.stringify(fact)) continue;
    const moved = sidesOf(room.facts) !== sidesOf(fact);
    room.facts = fact;
    room.answered = true;
    tally.room(room);
    if (moved) reprojectEdits(cache, tally, room);
  }
  if (!complete) return;
  for (const room of cache.rooms.all()) {
    if (!room.answered || named.has(room.roomId)) continue;
    room.answered = false;
    tally.room(room);
  }
}

/** Names are kept for good: a colleague who left still wrote what they wrote. */
export function setColleagues(cache: Cache, tally: Tally, colleagues: readonly Colleague[]): void {
  const before = new Set(cache.colleagues.keys());
  cache.db.prepare('DELETE FROM colleague').run();
  cache.colleagues.clear();
  const put = cache.db.prepare('INSERT INTO colleague (user_id, name, team_id, state) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  for (const colleague of colleagues) {
    put.run(colleague.userId, colleague.name, colleague.teamId, colleague.state);
    cache.colleagues.set(colleague.userId, colleague);
  }
  const moved = [...colleagues.map(({ userId }) => userId).filter((userId) => !before.has(userId)), ...[...before].filter((userId) => !cache.colleagues.has(userId))];
  const seen = moved.filter((userId) => userId !== cache.me && cache.users.find(userId) !== undefined);
  if (seen.length === 0) return;
  for (const room of cache.rooms.all()) {
    if (!wroteHere(cache, room.no, seen.map((userId) => cache.users.no(userId)))) continue;
    tally.room(room);
    reprojectEdits(cache, tally, room);
  }
}

function wroteHere({ db }: Cache, room: number, users: readonly number[]): boolean {
  const marks = users.map(() => '?').join(', ');
  return db.prepare(`SELECT 1 FROM member WHERE room = ? AND user IN (${marks})`).get(room, ...users) !== undefined || db.prepare(`SELECT 1 FROM event WHERE room = ? AND item = 1 AND sender IN (${marks}) LIMIT 1`).get(room, ...users) !== undefined;
}
