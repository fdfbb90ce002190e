/**
 * A compliance officer reads a live conversation: for a reason, for a while, page by page, each page on record; and, where
 * the box says so, told to whoever answers it. Reads the homeserver and never the record's bodies.
 */
export { createLooks, type LookDeps, type Looks } from './looks.ts';
