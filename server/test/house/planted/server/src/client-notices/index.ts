/** Stands for the room of this name, so that planted files have something to import. */
export const clientNotices = 'clientNotices';
export type ClientNotices = typeof clientNotices;
