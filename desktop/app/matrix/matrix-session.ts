import type { InjectionKey } from 'vue';
import type { RoomId, UserId } from '@holdfast/contract';
import type { BoxApi } from '../../ipc/index.ts';
import type { LiveRoom } from '../conversation/live-room.ts';

/** The line to the homeserver while somebody is signed in and the app is unlocked. */
export interface MatrixSession extends LiveRoom {
  /** Which conversation is before the eyes: it comes first in everything. */
  opened(roomId: RoomId | null): void;
  /** The network changed or the computer woke: try now instead of after the pause. */
  wake(): void;
  stop(): void;
}

export type StartMatrix = (context: { api: BoxApi; userId: UserId }) => MatrixSession;
export const startMatrixKey: InjectionKey<StartMatrix> = Symbol('start-matrix');
