/** Stands for the room of this name, so that planted files have something to import. */
export const notices = 'notices';
export type Notices = typeof notices;
