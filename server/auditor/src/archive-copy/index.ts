/**
 * Archives as files: read from a folder or an address, and copied to the key holder's machine. Knows paths and nothing of
 * what the files mean; judges nothing.
 */
export { copyNew } from './copy-new.ts';
export { openSource, sourceRef } from './source.ts';
export type { Source, SourceRef } from './source.ts';
