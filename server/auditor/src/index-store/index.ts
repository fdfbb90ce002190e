/**
 * The key holder's own index of an archive: what was said, by whom, where and when, to be found in four languages. Encrypted
 * at rest and rebuildable: it holds nothing that the copy and the holder's key would not give again.
 */
export { openIndex } from './index-store.ts';
export type { Chain, IndexStore, RoomInfo, Span } from './index-store.ts';
export type { RoomFilter } from './find.ts';
export { parseQuery } from './query.ts';
export { prepareRow } from './row.ts';
export type { IndexRow } from './row.ts';
export type { Found, SearchQuery } from './search.ts';
