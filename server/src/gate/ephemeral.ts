import type { UserId } from '@holdfast/contract';

type Json = Readonly<Record<string, unknown>>;

/** What must be known of one room to speak in it as the account: null when the room is not ours to bridge. */
export type EphemeralRoom = {
  readonly serviceUserId: UserId;
  readonly answers: (userId: UserId) => boolean;
  readonly isCompanySide: (userId: UserId) => boolean;
};

/**
 * Typing and read receipts as the bridge may see them: those who answer the room now become the service user, all other
 * colleagues vanish, ghosts stay as they are (Matrix spec: m.typing, m.receipt). Null when nothing is left. Pure.
 */
export function delegateEphemeral(edu: Json, roomOf: (roomId: string) => EphemeralRoom | null): Json | null {
  const roomId = edu['room_id'];
  const room = typeof roomId === 'string' ? roomOf(roomId) : null;
  const content = edu['content'];
  if (!room || !isRecord(content)) return null;
  if (edu['type'] === 'm.typing') return { ...edu, content: { user_ids: delegateTyping(content['user_ids'], room) } };
  if (edu['type'] !== 'm.receipt') return null;
  const receipts = delegateReceipts(content, room);
  return Object.keys(receipts).length === 0 ? null : { ...edu, content: receipts };
}

function delegateTyping(userIds: unknown, room: EphemeralRoom): string[] {
  const seen = new Set<string>();
  for (const userId of Array.isArray(userIds) ? (userIds as unknown[]) : []) {
    const shown = typeof userId === 'string' ? delegate(userId as UserId, room) : null;
    if (shown !== null) seen.add(shown);
  }
  return [...seen];
}

function delegateReceipts(content: Json, room: EphemeralRoom): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [eventId, byType] of Object.entries(content)) {
    const read = isRecord(byType) ? byType['m.read'] : undefined; // m.read.private is nobody's business outside
    if (!isRecord(read)) continue;
    const users: Record<string, unknown> = {};
    for (const [userId, receipt] of Object.entries(read)) {
      const shown = delegate(userId as UserId, room);
      if (shown !== null) users[shown] = receipt;
    }
    if (Object.keys(users).length > 0) result[eventId] = { 'm.read': users };
  }
  return result;
}

function delegate(userId: UserId, room: EphemeralRoom): UserId | null {
  if (!room.isCompanySide(userId) || userId === room.serviceUserId) return userId;
  return room.answers(userId) ? room.serviceUserId : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
