/** The homeserver's event stream, read in order and recorded once: the first durable copy. Knows no one downstream. */
export type { CapturedEvent, JournalReader, Relation } from './captured-event.ts';
