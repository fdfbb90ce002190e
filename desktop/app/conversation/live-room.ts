import { inject, type InjectionKey, type Ref } from 'vue';
import type { RoomId, UserId, EventId } from '@holdfast/contract';

/**
 * What a conversation needs of the homeserver beyond the store: things that pass and are kept nowhere, and history that
 * is not here yet. app/matrix is the one who has it; a conversation works without, only quieter.
 */
export interface LiveRoom {
  /** People of the client's side who are typing now. */
  typists(roomId: RoomId): Readonly<Ref<readonly UserId[]>>;
  /** Says that the employee types, or stopped. Safe to call often. */
  typing(roomId: RoomId, on: boolean): void;
  /** Everything up to this event was really seen. Safe to repeat; whether the client learns of it is a setting. */
  markRead(roomId: RoomId, eventId: EventId): void;
  /** Fetches one page of a gap into the store. Rejects with BoxApiError; `timeline.changed` follows when it worked. */
  fillGap(roomId: RoomId, gapId: string): Promise<void>;
}

export const liveRoomKey: InjectionKey<LiveRoom> = Symbol('live-room');

/** The homeserver's side of a conversation, or nothing where there is none (component tests, offline previews). */
export const useLiveRoom = (): LiveRoom | null => inject(liveRoomKey, null);
