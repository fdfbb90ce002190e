/**
 * What the app keeps on a computer, encrypted whole: events, rooms, the word index and media (cache.db), and what exists only
 * here (own.db with its mirror). It keeps and finds; it never speaks to the box, and knows neither the screen nor the host.
 */
export * from './contract.ts';
export { openStore } from './open.ts';
