/** The homeserver's side of the house: its client and admin API, its event table, and the shapes it pushes. Knows no feature. */
export { createHomeserverAdmin } from './admin.ts';
export { createHomeserver, createMatrixCaller, type BotIdentity, type MatrixCaller } from './client.ts';
export { knownSchemaVersions, UnknownSchemaError, type EventSource, type StoredEvent } from './event-source.ts';
export * from './homeserver.ts';
export { createPostgresEventSource } from './postgres-event-source.ts';
export { createSqliteEventSource } from './sqlite-event-source.ts';
export { createMediaSource, type MediaAnswer, type MediaSource } from './media-source.ts';
export { clientForm, isRecord, parseStored, type ParsedEvent } from './stored-event.ts';
