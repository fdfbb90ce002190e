import type { RoomId, Scope, StartConversation, StartedConversation, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import { findAccountFacts, findEmployee } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import type { Conversations } from './ports.ts';
import { answering } from './queue.ts';
import type { Routing } from './routing.ts';
import { setOwner } from './set-owner.ts';
import type { SettleRooms } from './settle-room.ts';
import { ownerOf } from './who-answers.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; conversations: Conversations; routing: Routing; news: OwnershipNews; settle: SettleRooms };

/** An employee writes first: the conversation is theirs. */
export type ConversationStarts = ReturnType<typeof createConversationStarts>;
export function createConversationStarts({ db, clock, audit, conversations, routing, news, settle }: Deps) {
  return {
    /** Repeatable: the same number on the same account is the same room. */
    async start(actor: PersonActor, scope: Scope, { accountId, identifier }: StartConversation): Promise<StartedConversation> {
      if (actor.userId === null) throw new AppError('NOT_AN_EMPLOYEE', 'only somebody with a Matrix user answers conversations');
      const { userId } = answering(findEmployee(db, actor.userId));
      const account = findAccountFacts(db, accountId);
      if (!account || (scope !== 'all' && (account.teamId === null || account.teamId !== actor.teamId))) {
        throw new AppError('NOT_FOUND', 'no account of this id within reach', { field: '/accountId' });
      }
      return routing.holdBack(accountId, async () => {
        const { roomId } = await conversations.open(actor, accountId, identifier);
        take(actor, userId, roomId);
        return { roomId, owner: userId };
      });
    },
  };

  function take(actor: PersonActor, userId: UserId, roomId: RoomId): void {
    db.write((tx) => {
      answering(findEmployee(tx, userId)); // locked while the network was asked
      const owner = ownerOf(tx, roomId);
      if (owner === userId) return;
      if (owner !== null) throw new AppError('ROOM_ALREADY_OWNED', 'a colleague has this conversation');
      setOwner(tx, { roomId, owner: userId, at: clock.now(), via: 'conversation-started' });
      audit.record(tx, { actor, action: 'conversation.started', target: roomId });
      settle(tx, [roomId]);
      news.roomsChanged(tx, [roomId]);
    });
  }
}
