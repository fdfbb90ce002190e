/** Stands for the room of this name, so that planted files have something to import. */
export const audit = 'audit';
export type Audit = typeof audit;
