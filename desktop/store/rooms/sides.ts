import type { UserId } from '@holdfast/contract';
import type { Side } from '../../ipc/index.ts';
import type { Room } from './rooms.ts';

/** Service users live in a namespace of the control plane's own (DESIGN.md §2): nobody else can have such an id. */
const serviceUser = /^@acct_/;
export const isServiceUser = (room: Room, userId: UserId): boolean => serviceUser.test(userId) || room.facts?.account?.serviceUserId === userId;

/**
 * Who speaks. The bot is the bridge; employees, service users and the company's own numbers are the company; whoever is
 * left is the client's side. Asked whenever it is needed and never stored: who is a colleague may become known late.
 */
export function sideOf(room: Room, userId: UserId, me: UserId, colleagues: { has(userId: UserId): boolean }): Side {
  if (userId === room.bot || userId === room.facts?.botUserId) return 'bridge';
  if (userId === me || isServiceUser(room, userId) || colleagues.has(userId)) return 'company';
  return room.facts?.companyGhosts.includes(userId) === true ? 'company' : 'client';
}
