/**
 * The contract between the screen and the services, and the only thing its three processes share. Matrix itself does not
 * pass here: the screen reaches the homeserver through its own host under `/_matrix/` (docs/adr), and media under `/media/`.
 */
export * from './box.ts';
export * from './bridge.ts';
export * from './calls.ts';
export * from './conversations.ts';
export * from './define.ts';
export * from './errors.ts';
export * from './pushes.ts';
export * from './search.ts';
export * from './sending.ts';
export * from './session.ts';
export * from './settings.ts';
export * from './sync.ts';
export * from './timeline.ts';
