/** The homeserver's side of the house: its client and admin API, its event table, and the shapes it pushes. Knows no feature. */
export * from './homeserver.ts';
