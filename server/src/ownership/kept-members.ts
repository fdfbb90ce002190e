import type { UserId } from '@holdfast/contract';
import type { JournalReader } from '../journal/index.ts';
import type { Clock } from '../kernel/index.ts';
import { findRoom } from './directory-facts.ts';
import { entitledUsers } from './room-rights.ts';
import type { SettleRooms } from './settle-room.ts';

/**
 * Who answers a conversation stays in it. Homeservers let everybody leave a room, on purpose or by a slip, and a client
 * would then write to nobody: membership follows rights (ADR 0005), so whoever has the right is brought back.
 */
export function createKeptMembers({ clock, settle }: { clock: Clock; settle: SettleRooms }): JournalReader {
  return {
    name: 'ownership-members',
    read(tx, event) {
      if (event.type !== 'm.room.member' || event.content['membership'] !== 'leave') return;
      if (findRoom(tx, event.roomId)?.state !== 'open') return; // deleted on the handset: the bridge shows everybody out
      if (entitledUsers(tx, event.roomId, clock.now()).includes(event.stateKey as UserId)) settle(tx, [event.roomId]);
    },
  };
}
