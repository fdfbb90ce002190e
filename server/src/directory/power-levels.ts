import type { UserId } from '@holdfast/contract';
import type { PowerLevels } from '../matrix/index.ts';

/** Level of the bridge's hands in a room: changing it, and what only the service user may do. */
export const stateLevel = 50;

/** What people write. These stay at 0: the gate decides who may, not the room. */
const writing = [
  'm.room.message', 'm.room.encrypted', 'm.sticker', 'm.reaction', 'm.room.redaction', 'm.poll.start', 'm.poll.response', 'm.poll.end',
  'org.matrix.msc3381.poll.start', 'org.matrix.msc3381.poll.response', 'org.matrix.msc3381.poll.end', 'io.holdfast.note',
];

type Who = { readonly bot: UserId; readonly serviceUser: UserId; isGhost(userId: string): boolean };
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/**
 * The levels a portal must have: members write and change nothing (DESIGN.md §2); invitations, removals and state are the
 * bot's and the service user's. Levels the network gave its own people (ghosts) stay. Pure, and a fixed point of itself,
 * so that repairing what is right changes nothing and answering our own change ends there.
 *
 * The bot stays exactly as it is: in room version 12 it is the creator, who must not be listed at all.
 */
export function repairedPowerLevels(levels: PowerLevels, { bot, serviceUser, isGhost }: Who): PowerLevels {
  const users: Record<string, number> = {};
  for (const [userId, level] of Object.entries(levels.users ?? {})) if (userId === bot || isGhost(userId)) users[userId] = level;
  users[serviceUser] = stateLevel;
  const events: Record<string, number> = {};
  for (const [type, level] of Object.entries(levels.events ?? {})) events[type] = writing.includes(type) ? 0 : Math.max(stateLevel, number(level, stateLevel));
  return {
    ...levels,
    users,
    events,
    users_default: 0,
    events_default: 0,
    state_default: Math.max(stateLevel, number(levels['state_default'], stateLevel)),
    invite: Math.max(stateLevel, number(levels['invite'], 0)),
    kick: Math.max(stateLevel, number(levels['kick'], stateLevel)),
    ban: Math.max(stateLevel, number(levels['ban'], stateLevel)),
    redact: Math.max(stateLevel, number(levels['redact'], stateLevel)),
  };
}

export function sameLevels(a: PowerLevels, b: PowerLevels): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
