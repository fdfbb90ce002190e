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

/** What may stand in a path (RFC 3986): no backslash and no blank, which an address on its way out would turn into slashes or nothing. */
const plainPath = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]+$/;
const dots = /^(\.|%2e){1,2}$/i;
/** Whom to speak for is main's to say, never the address's. */
const speaksForItself = ['access_token', 'user_id', 'org.matrix.msc3202.device_id'];

/** Pure. `path` as it stands in the address, still encoded: a slash that was hidden in an id stays hidden. */
export function isAllowedCall(method: string, path: string, search = ''): boolean {
  if (!plainPath.test(path) || path.includes('..') || path.split('/').some((segment) => dots.test(segment))) return false;
  const query = new URLSearchParams(search);
  if (speaksForItself.some((name) => query.has(name))) return false;
  return allowed.some(([methods, pattern]) => methods.includes(method) && pattern.test(path));
}
