import type { RoomId, Successors, UserId } from '@holdfast/contract';

/** The same successors with one conversation given by hand; giving it again replaces the hand of before. Pure. */
export function withByHand(successors: Successors, roomId: RoomId, userId: UserId | null): Successors {
  return { ...successors, byHand: [...(successors.byHand ?? []).filter((one) => one.roomId !== roomId), { roomId, userId }] };
}

/** Without those who are no candidates any more: a hand may not give to somebody who was taken off the list. Pure. */
export function withoutStrangers(successors: Successors): Successors {
  return { ...successors, byHand: (successors.byHand ?? []).filter(({ userId }) => userId === null || successors.userIds.includes(userId)) };
}
