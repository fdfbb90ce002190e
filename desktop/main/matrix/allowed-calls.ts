/** What the screen may ask of the homeserver, by method and path. Everything else is refused before it leaves this computer. */
const room = '/_matrix/client/v3/rooms/[^/]+';
const allowed: readonly (readonly [methods: readonly string[], path: RegExp])[] = [
  [['GET'], /^\/_matrix\/client\/versions$/],
  [['POST'], /^\/_matrix\/client\/unstable\/org\.matrix\.simplified_msc3575\/sync$/],
  [['GET'], new RegExp(`^${room}/messages$`)],
  [['GET'], new RegExp(`^${room}/context/[^/]+$`)],
  [['GET'], new RegExp(`^${room}/event/[^/]+$`)],
  [['GET'], new RegExp(`^${room}/members$`)],
  [['POST'], new RegExp(`^${room}/receipt/(m\\.read|m\\.read\\.private|m\\.fully_read)/[^/]+$`)],
  [['POST'], new RegExp(`^${room}/read_markers$`)],
  [['PUT'], new RegExp(`^${room}/typing/[^/]+$`)],
  [['GET'], /^\/_matrix\/client\/(v1|unstable)\/rooms\/[^/]+\/timestamp_to_event$/],
];

/** Pure. `path` as it stands in the address, still encoded: a slash that was hidden in an id stays hidden. */
export function isAllowedCall(method: string, path: string): boolean {
  return !path.includes('..') && allowed.some(([methods, pattern]) => methods.includes(method) && pattern.test(path));
}
