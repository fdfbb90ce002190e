import type { ClientId, ClientNote, ClientNoteId, PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { PageMark } from './page.ts';

/** A note and whose it is. */
export type NoteRecord = ClientNote & { readonly authorPersonId: PersonId };

const columns = `n.id AS noteId, n.client_id AS clientId, n.author_person_id AS authorPersonId, p.user_id AS authorUserId, p.name AS authorName,
  n.text, n.created_at AS at, n.removed_at AS removedAt`;
const tables = 'client_note n JOIN person p ON p.id = n.author_person_id';

export function findNote(db: ReadDb, noteId: ClientNoteId): NoteRecord | undefined {
  return db.prepare<[ClientNoteId], NoteRecord>(`SELECT ${columns} FROM ${tables} WHERE n.id = ?`).get(noteId);
}

export function findNoteByKey(db: ReadDb, author: PersonId, idempotencyKey: string): NoteRecord | undefined {
  return db.prepare<unknown[], NoteRecord>(`SELECT ${columns} FROM ${tables} WHERE n.author_person_id = ? AND n.idempotency_key = ?`).get(author, idempotencyKey);
}

/** Newest first. */
export function listNotes(db: ReadDb, about: { clientId: ClientId; removedToo: boolean; before: PageMark | undefined; limit: number }): NoteRecord[] {
  return db
    .prepare<unknown[], NoteRecord>(
      `SELECT ${columns} FROM ${tables} WHERE n.client_id = @clientId AND (@removedToo OR n.removed_at IS NULL)
         AND (@at IS NULL OR n.created_at < @at OR (n.created_at = @at AND n.id > @id))
       ORDER BY n.created_at DESC, n.id LIMIT @limit`,
    )
    .all({ clientId: about.clientId, removedToo: about.removedToo ? 1 : 0, at: about.before?.at ?? null, id: about.before?.id ?? null, limit: about.limit });
}

type NewNote = { noteId: ClientNoteId; clientId: ClientId; author: PersonId; text: string; idempotencyKey: string; at: number };

export function insertNote(tx: WriteTx, { noteId, clientId, author, text, idempotencyKey, at }: NewNote): void {
  tx.prepare('INSERT INTO client_note (id, client_id, author_person_id, text, idempotency_key, created_at) VALUES (?, ?, ?, ?, ?, ?)').run(
    noteId, clientId, author, text, idempotencyKey, at,
  );
}

export function markNoteRemoved(tx: WriteTx, noteId: ClientNoteId, at: number): void {
  tx.prepare('UPDATE client_note SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(at, noteId);
}
