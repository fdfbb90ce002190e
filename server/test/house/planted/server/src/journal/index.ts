/** Stands for the room of this name, so that planted files have something to import. */
export const journal = 'journal';
export type Journal = typeof journal;
