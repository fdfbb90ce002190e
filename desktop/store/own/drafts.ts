import type { RoomId } from '@holdfast/contract';
import type { Outgoing } from '../../ipc/index.ts';
import type { Db } from '../files/database.ts';
import type { Draft, Own } from './own.ts';

export const noDraft: Draft = { text: null, replyTo: null, note: null };
const isEmpty = ({ text, replyTo, note }: Draft): boolean => text === null && replyTo === null && note === null;

/** In one copy of own.db. */
export function writeDraft(db: Db, roomId: RoomId, draft: Draft): void {
  if (isEmpty(draft)) db.prepare('DELETE FROM draft WHERE room_id = ?').run(roomId);
  else {
    db.prepare('INSERT INTO draft (room_id, text, reply_to, note) VALUES (?, ?, ?, ?) ON CONFLICT (room_id) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to, note = excluded.note').run(
      roomId, draft.text, draft.replyTo, draft.note,
    );
  }
}

export function keepDraft(own: Own, roomId: RoomId, draft: Draft): void {
  if (isEmpty(draft)) own.drafts.delete(roomId);
  else own.drafts.set(roomId, draft);
}

/** What is left begun once this has been queued: the words that go out are no draft any more, and may not be in both places after a power cut. */
export function draftAfter(draft: Draft, outgoing: Outgoing): Draft {
  if (outgoing.kind === 'text' && draft.text?.trim() === outgoing.text) return { ...draft, text: null, replyTo: null };
  if (outgoing.kind === 'note' && draft.note?.trim() === outgoing.text) return { ...draft, note: null };
  return draft;
}
