import type { AddClientNote, ClientId, ClientNote, ClientNoteId, ClientNoteList, ClientNoteQuery, Scope } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { AppError, newClientNoteId, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import { findNote, findNoteByKey, insertNote, listNotes, markNoteRemoved, type NoteRecord } from './client-note-repository.ts';
import type { Clients } from './clients.ts';
import { defaultLimit, readMark, toPage } from './page.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: News; clients: Pick<Clients, 'get'> };

const toNote = ({ authorPersonId: _, ...note }: NoteRecord): ClientNote => note;

export type ClientNotes = ReturnType<typeof createClientNotes>;
/** What colleagues know about a client. Whoever may see the client sees all of it; what was written stays on record. */
export function createClientNotes({ db, clock, audit, news, clients }: Deps) {
  const tell = (tx: WriteTx, clientId: ClientId) => tx.afterCommit(() => news.publish({ kind: 'client.changed', clientId }));

  return {
    /** Who reads for compliance reads what its author took away as well. */
    list(actor: PersonActor, scope: Scope, clientId: ClientId, { limit = defaultLimit, after }: ClientNoteQuery): ClientNoteList {
      clients.get(actor, scope, clientId);
      const found = listNotes(db, { clientId, removedToo: scope === 'all', before: readMark(after), limit: limit + 1 });
      const { rows, next } = toPage(found, limit, ({ at, noteId }) => ({ at, id: noteId }));
      return { notes: rows.map(toNote), next };
    },

    /** Repeatable: the same key of the same author is the same note. */
    add(actor: PersonActor, scope: Scope, clientId: ClientId, { text, idempotencyKey }: AddClientNote): ClientNote {
      clients.get(actor, scope, clientId);
      return db.write((tx) => {
        const present = findNoteByKey(tx, actor.personId, idempotencyKey);
        if (present && present.clientId !== clientId) throw new AppError('CONFLICT', 'this key belongs to a note about somebody else', { field: '/idempotencyKey' });
        if (present) return toNote(present);
        const noteId = newClientNoteId();
        insertNote(tx, { noteId, clientId, author: actor.personId, text, idempotencyKey, at: clock.now() });
        audit.record(tx, { actor, action: 'client.note-added', target: clientId, detail: { noteId } });
        tell(tx, clientId);
        return toNote(findNote(tx, noteId) as NoteRecord);
      });
    },

    /** Only one's own. Taking away what is away already changes nothing. */
    remove(actor: PersonActor, scope: Scope, clientId: ClientId, noteId: ClientNoteId): void {
      clients.get(actor, scope, clientId);
      db.write((tx) => {
        const note = findNote(tx, noteId);
        if (!note || note.clientId !== clientId) throw new AppError('NOT_FOUND', 'no note of this id about this client');
        if (note.authorPersonId !== actor.personId) throw new AppError('NOTE_NOT_OWN', 'somebody else wrote this note');
        if (note.removedAt !== null) return;
        markNoteRemoved(tx, noteId, clock.now());
        audit.record(tx, { actor, action: 'client.note-removed', target: clientId, detail: { noteId } });
        tell(tx, clientId);
      });
    },
  };
}
