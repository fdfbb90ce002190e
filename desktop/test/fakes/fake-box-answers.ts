import type { Colleague, InboxRoom } from '@holdfast/contract';

export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };
export type Asked = {
  readonly route: RouteName | 'unknown';
  readonly path: string;
  readonly query: URLSearchParams;
  /** What stands in the variable parts of the path. */
  readonly parts: readonly string[];
  readonly bytes: Buffer;
  readonly body: unknown;
  readonly bearer: string | null;
  readonly type: string | null;
};

const routes = {
  health: /^GET \/health$/,
  login: /^POST \/_matrix\/client\/v3\/login$/,
  whoami: /^GET \/_matrix\/client\/v3\/account\/whoami$/,
  logout: /^POST \/_matrix\/client\/v3\/logout$/,
  joined: /^GET \/_matrix\/client\/v3\/joined_rooms$/,
  send: /^PUT \/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/([^/]+)\/([^/]+)$/,
  redact: /^PUT \/_matrix\/client\/v3\/rooms\/([^/]+)\/redact\/([^/]+)\/([^/]+)$/,
  create: /^POST \/_matrix\/media\/v1\/create$/,
  upload: /^PUT \/_matrix\/media\/v3\/upload\/([^/]+)\/([^/]+)$/,
  sessions: /^POST \/api\/v1\/sessions$/,
  endSession: /^DELETE \/api\/v1\/sessions\/current$/,
  me: /^GET \/api\/v1\/me$/,
  notice: /^GET \/api\/v1\/notices\/recording$/,
  sign: /^POST \/api\/v1\/notices\/recording\/signatures$/,
  devices: /^POST \/api\/v1\/devices$/,
  lease: /^POST \/api\/v1\/devices\/([^/]+)\/lease$/,
  forgetDevice: /^DELETE \/api\/v1\/devices\/([^/]+)$/,
  stream: /^GET \/api\/v1\/stream$/,
  inbox: /^GET \/api\/v1\/inbox$/,
  inboxRoom: /^GET \/api\/v1\/inbox\/([^/]+)$/,
  colleagues: /^GET \/api\/v1\/colleagues$/,
  deliveries: /^GET \/api\/v1\/deliveries$/,
} as const;
export type RouteName = keyof typeof routes;

/** A refusal as the control plane words it. */
export const boxRefuses = (status: number, code: string): Answer => ({ status, body: { code, message: code.toLowerCase(), requestId: 'r1' } });
/** A refusal as the homeserver words it. */
export const homeserverRefuses = (status: number, errcode: string, more: object = {}): Answer => ({ status, body: { errcode, error: errcode.toLowerCase(), ...more } });

const ok = (body: unknown): Answer => ({ status: 200, body });
export const fakeShare = 'c2hhcmUtc2hhcmUtc2hhcmUtc2hhcmUtc2hhcmUtc2g';
export const noticeHash = 'a'.repeat(64);
export const fakePassword = 'correct horse battery';

/** What the box and its homeserver know, and how they answer while nothing is wrong. */
export function createFakeBoxAnswers({ now, url }: { now: () => number; url: () => string }) {
  const state = {
    offlineHours: 24,
    skewMs: 0,
    signed: true,
    /** The person is locked at both ends; the Matrix token is nobody’s any more; the device was removed. */
    locked: false,
    revoked: false,
    deviceKnown: true,
    rooms: [] as InboxRoom[],
    /** Rooms a page of the inbox holds. */
    inboxPage: 500,
    joined: [] as string[],
    colleagues: [] as Colleague[],
    deliveries: [] as { roomId: string; state: string; [key: string]: unknown }[],
    /** Events by room and transaction, in the order in which they were taken. */
    events: [] as { roomId: string; type: string; transactionId: string; eventId: string; content: unknown }[],
    media: new Map<string, Buffer>(),
    sessions: new Set<string>(),
    signatures: [] as unknown[],
  };
  let counter = 0;

  const lease = (): object => ({ offlineHours: state.offlineHours, leasedAt: now(), endsAt: now() + state.offlineHours * 3_600_000 });
  const me = (): object => ({
    personId: 'pers_0000000000000001', userId: '@anna:box.test', name: 'Anna Nowak', signInName: 'anna', roles: ['employee'], team: null, languages: ['en'],
    box: { serverName: 'box.test', trial: true, liveHistoryMonths: 12, offlineHours: state.offlineHours, languages: ['en', 'ru', 'uk', 'pl'], responseDueMinutes: { amber: 15, red: 60 }, consoleIdleMinutes: 30, homeserver: url() },
  });

  function take(roomId: string, type: string, transactionId: string, content: unknown): Answer {
    let event = state.events.find((one) => one.roomId === roomId && one.transactionId === transactionId);
    if (!event) state.events.push((event = { roomId, type, transactionId, eventId: `$event${++counter}`, content }));
    return ok({ event_id: event.eventId });
  }

  function openSession(asked: Asked): Answer {
    if (state.locked) return boxRefuses(409, 'PERSON_LOCKED');
    if (state.revoked || (asked.body as { accessToken?: unknown }).accessToken !== 'matrix-token') return boxRefuses(401, 'SIGN_IN_FAILED');
    const token = `session-${++counter}`;
    state.sessions.add(token);
    const at = now();
    return { status: 201, body: { token, session: { sessionId: 'sess_0000000000000001', via: 'matrix', console: false, label: null, openedAt: at, lastSeenAt: at, expiresAt: at + 1, current: true }, person: { personId: 'pers_0000000000000001', userId: '@anna:box.test', roles: ['employee'], teamId: null, permissions: [] } } };
  }

  function matrix(asked: Asked): Answer {
    const [first = '', second = '', third = ''] = asked.parts;
    if (asked.route === 'login') {
      if (state.locked) return homeserverRefuses(403, 'M_USER_LOCKED');
      return (asked.body as { password?: unknown }).password === fakePassword ? ok({ user_id: '@anna:box.test', device_id: 'DEVICE', access_token: 'matrix-token' }) : homeserverRefuses(403, 'M_FORBIDDEN');
    }
    if (state.locked) return homeserverRefuses(401, 'M_USER_LOCKED', { soft_logout: true });
    if (state.revoked || asked.bearer !== 'matrix-token') return homeserverRefuses(401, 'M_UNKNOWN_TOKEN');
    switch (asked.route) {
      case 'whoami': return ok({ user_id: '@anna:box.test' });
      case 'joined': return ok({ joined_rooms: state.joined });
      case 'send': return take(first, second, third, asked.body);
      case 'redact': return take(first, 'm.room.redaction', third, { redacts: second });
      case 'create': return ok({ content_uri: `mxc://box.test/media${++counter}` });
      case 'upload':
        if (state.media.has(second)) return homeserverRefuses(409, 'M_CANNOT_OVERWRITE_MEDIA');
        state.media.set(second, asked.bytes);
        return ok({});
      default: return ok({});
    }
  }

  function box(asked: Asked): Answer {
    if (asked.bearer === null || !state.sessions.has(asked.bearer)) return boxRefuses(401, 'UNAUTHENTICATED');
    const [first = ''] = asked.parts;
    switch (asked.route) {
      case 'me': return ok(me());
      case 'notice': return ok({ version: '2026-11-01', language: asked.query.get('language') ?? 'en', languages: ['en', 'pl'], title: 'What is recorded', paragraphs: ['Everything.'], hash: noticeHash, signedAt: state.signed ? 1 : null, firstSignIn: !state.signed });
      case 'sign':
        state.signatures.push(asked.body);
        state.signed = true;
        return { status: 201, body: { signatureId: 'sign_0000000000000001', at: now() } };
      case 'devices': return { status: 201, body: { deviceId: 'devc_0000000000000001', share: fakeShare, lease: lease() } };
      case 'lease': return state.deviceKnown ? ok({ share: fakeShare, lease: lease() }) : boxRefuses(404, 'DEVICE_UNKNOWN');
      case 'inbox': {
        const from = Number(asked.query.get('after') ?? 0);
        const to = from + Math.min(state.inboxPage, Number(asked.query.get('limit')));
        return ok({ rooms: state.rooms.slice(from, to), next: to < state.rooms.length ? String(to) : null });
      }
      case 'inboxRoom': {
        const room = state.rooms.find(({ roomId }) => roomId === first);
        return room ? ok(room) : boxRefuses(404, 'ROOM_NOT_PORTAL');
      }
      case 'colleagues': return ok({ colleagues: state.colleagues });
      case 'deliveries': return ok({ deliveries: state.deliveries.filter(({ roomId, state: one }) => (asked.query.get('roomId') ?? roomId) === roomId && (asked.query.get('state') ?? one) === one) });
      default: return { status: asked.route === 'stream' ? 200 : 204 };
    }
  }

  return {
    state,
    nameOf(method: string, path: string): { name: RouteName; parts: string[] } | undefined {
      for (const [name, pattern] of Object.entries(routes) as [RouteName, RegExp][]) {
        const found = pattern.exec(`${method} ${path}`);
        if (found) return { name, parts: found.slice(1).map(decodeURIComponent) };
      }
      return undefined;
    },
    answer(asked: Asked): Answer {
      if (asked.route === 'unknown') return boxRefuses(404, 'NOT_FOUND');
      if (asked.route === 'health') return ok({ status: 'ok', product: 'holdfast', api: 1, serverName: 'box.test', homeserver: url(), at: now() + state.skewMs });
      if (asked.route === 'sessions') return openSession(asked);
      return asked.path.startsWith('/_matrix') ? matrix(asked) : box(asked);
    },
  };
}
