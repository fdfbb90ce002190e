/** The homeserver's event stream, read in order and recorded once: the first durable copy. Knows no one downstream. */
export type { BodyStore } from './body-store.ts';
export type { CapturedEvent, JournalReader, Relation } from './captured-event.ts';
export { createJournal, type Journal } from './journal.ts';
export { findJournaled, isJournaled, journalStatus, standingEdit, type JournaledEvent, type JournalStatus } from './journal-repository.ts';
export { referencedEvents, relationOf } from './relation.ts';
