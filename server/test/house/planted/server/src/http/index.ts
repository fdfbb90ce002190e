/** Stands for the room of this name, so that planted files have something to import. */
export const http = 'http';
export type Http = typeof http;
