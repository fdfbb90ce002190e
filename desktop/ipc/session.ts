import { Type, type Static } from 'typebox';
import { Me, RecordingNotice, UserId } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const nothing = Type.Object({}, strict);
const Null = Type.Null();

/** Why the last session is no more, in a word a screen can translate. */
export const EndReason = Type.Enum(['signed-out', 'locked-by-box', 'revoked', 'lease-ended', 'replaced', 'store-destroyed']);

/** Where the person stands. The screen of the app is a function of this and nothing else. */
export const SessionView = Type.Union([
  Type.Object({ state: Type.Literal('starting') }, strict),
  Type.Object({ state: Type.Literal('signed-out'), ended: Type.Union([EndReason, Null]), lastBox: Type.Union([Type.String(), Null]), lastName: Type.Union([Type.String(), Null]) }, strict),
  Type.Object({ state: Type.Literal('needs-notice'), me: Me, userId: UserId }, strict),
  Type.Object({ state: Type.Literal('locked'), name: Type.String(), triesLeft: Type.Integer() }, strict),
  Type.Object(
    {
      state: Type.Literal('ready'),
      me: Me,
      userId: UserId,
      deviceId: Type.String(),
      /** The store was opened within its lease, without the box having answered yet. */
      offline: Type.Boolean(),
      pin: Type.Object({ isSet: Type.Boolean(), autoLockMinutes: Type.Union([Type.Integer(), Null]) }, strict),
      /** When the local store closes unless the box answers before; null while offline work is forbidden. */
      leaseEndsAt: Type.Union([Type.Integer(), Null]),
    },
    strict,
  ),
]);
export type SessionView = Static<typeof SessionView>;

export const DiscoveredBox = Type.Object({ address: Type.String(), serverName: Type.String(), name: Type.Union([Type.String(), Null], { description: 'Sign-in name an invitation carries.' }) }, strict);
export type DiscoveredBox = Static<typeof DiscoveredBox>;

export const sessionCalls = defineCalls({
  readSession: { input: nothing, output: SessionView },
  /** Address, host name or invitation link → a box that answered. Throws ADDRESS_INVALID, BOX_UNREACHABLE, BOX_CERTIFICATE, NOT_A_BOX, CLOCK_SKEW. */
  discoverBox: { input: Type.Object({ address: Type.String({ maxLength: 2000 }) }, strict), output: DiscoveredBox },
  /** Throws SIGN_IN_FAILED, PERSON_LOCKED, TOO_MANY_REQUESTS and what discovery throws. */
  signIn: { input: Type.Object({ address: Type.String({ maxLength: 2000 }), name: Type.String({ maxLength: 255 }), password: Type.String({ maxLength: 1024 }) }, strict), output: SessionView },
  readNotice: { input: Type.Object({ language: Type.String() }, strict), output: RecordingNotice },
  signNotice: {
    input: Type.Object({ version: Type.String(), language: Type.String(), hash: Type.String(), signedName: Type.String({ minLength: 1, maxLength: 120 }) }, strict),
    output: SessionView,
  },
  /** At the homeserver, where employees' passwords live. Other devices stay signed in. */
  changePassword: { input: Type.Object({ currentPassword: Type.String({ maxLength: 1024 }), newPassword: Type.String({ minLength: 10, maxLength: 1024 }) }, strict), output: Null },
  signOut: { input: nothing, output: SessionView },
  lockNow: { input: nothing, output: SessionView },
  /** Throws PIN_WRONG; after five wrong ones PIN_LOCKED, and the password is asked for. */
  unlock: { input: Type.Object({ pin: Type.String({ minLength: 4, maxLength: 64 }) }, strict), output: SessionView },
  setPin: {
    input: Type.Object({ pin: Type.Union([Type.String({ minLength: 4, maxLength: 64 }), Null]), currentPin: Type.Optional(Type.String({ maxLength: 64 })) }, strict),
    output: SessionView,
  },
  /** Only with a PIN: null never locks by itself. */
  setAutoLock: { input: Type.Object({ minutes: Type.Union([Type.Integer({ minimum: 1, maximum: 1440 }), Null]) }, strict), output: SessionView },
  /** Somebody touched the keyboard or mouse: the automatic lock waits from now. At most once a few seconds. */
  noteActivity: { input: nothing, output: Null },
});
