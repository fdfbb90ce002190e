import { Type, type Static } from 'typebox';
import { AccountId, BridgeId, LoginId, PersonId, RoomId, TeamId, Timestamp, UserId } from './ids.ts';
import { nullable, strict, version } from './shape.ts';

export const accountStates = ['unlinked', 'connecting', 'connected', 'transient-disconnect', 'bad-credentials', 'logged-out', 'unknown'] as const;
export const AccountState = Type.Enum(accountStates);
export type AccountState = (typeof accountStates)[number];

const Label = Type.String({ minLength: 1, maxLength: 120 });
const Number_ = Type.String({ pattern: '^\\+[0-9]{5,15}$', description: 'E.164' });
const NumberHistory = Type.Union([Type.Literal('new'), Type.Literal('used')], {
  description: '`used`: the number already had conversations; none of them is answered here before it is decided on or its person writes.',
});
const StaleMinutes = Type.Integer({ minimum: 1, maximum: 1440, description: 'A message unsent for longer is asked about instead of sent.' });

const KnownTime = Type.Union([Timestamp, Type.Literal('unknown')], { description: 'As the bridge’s own database has it; `unknown` where it cannot be read, never guessed.' });

/** A messenger account the company owns. */
export const Account = Type.Object(
  {
    accountId: AccountId,
    bridgeId: BridgeId,
    network: Type.String(),
    slug: Type.String(),
    label: Type.String(),
    teamId: nullable(TeamId),
    ownerUserId: nullable(UserId),
    number: nullable(Type.String()),
    serviceUserId: UserId,
    loginId: nullable(LoginId),
    state: AccountState,
    stateReason: nullable(Type.String({ description: "Code: the bridge's own, or the box's." })),
    stateSince: Timestamp,
    paused: Type.Boolean(),
    staleMinutes: StaleMinutes,
    numberHistory: nullable(NumberHistory),
    linkable: Type.Boolean({ description: 'The bridge offers a provisioning API.' }),
    unofficialClient: Type.Boolean({ description: 'The network does not know this client and may limit or ban the number: somebody accepts that before the first linking.' }),
    riskAccepted: nullable(Type.Object({ by: PersonId, byName: nullable(Type.String()), at: Timestamp }, strict)),
    lastPhoneContactAt: KnownTime,
    unlinksAt: Type.Union([Timestamp, Type.Literal('unknown')], { description: 'When the network ends the login unless the phone is heard of before.' }),
    version,
  },
  strict,
);
export type Account = Static<typeof Account>;

export const AccountList = Type.Object({ accounts: Type.Array(Account) }, strict);
export type AccountList = Static<typeof AccountList>;

export const CreateAccount = Type.Object(
  {
    bridgeId: BridgeId,
    slug: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    label: Label,
    teamId: Type.Optional(nullable(TeamId)),
    ownerUserId: Type.Optional(nullable(UserId)),
    number: Type.Optional(nullable(Number_)),
    numberHistory: Type.Optional(NumberHistory),
  },
  strict,
);
export type CreateAccount = Static<typeof CreateAccount>;

export const ChangeAccount = Type.Partial(
  Type.Object({ label: Label, teamId: nullable(TeamId), ownerUserId: nullable(UserId), number: nullable(Number_), numberHistory: NumberHistory, staleMinutes: StaleMinutes, version }),
  { ...strict, minProperties: 1 },
);
export type ChangeAccount = Static<typeof ChangeAccount>;

export const ActOnAccount = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }), version: Type.Optional(version) }, strict);
export type ActOnAccount = Static<typeof ActOnAccount>;

export const oldChatDecisions = ['import', 'wait', 'exclude'] as const;
export const OldChatDecision = Type.Enum(oldChatDecisions, {
  description: '`import` makes the conversation now and gives it an owner, `wait` leaves it until the person writes, `exclude` never lets an employee in.',
});
export type OldChatDecision = (typeof oldChatDecisions)[number];

/** A person the number knew before: a name and a day, never a text. */
export const OldChat = Type.Object(
  {
    contactId: Type.String(),
    name: nullable(Type.String()),
    lastMessageAt: KnownTime,
    roomId: nullable(RoomId),
    decision: nullable(OldChatDecision),
    ownerUserId: nullable(UserId),
  },
  strict,
);
export type OldChat = Static<typeof OldChat>;

export const OldChatList = Type.Object({ oldChats: Type.Array(OldChat) }, strict);
export type OldChatList = Static<typeof OldChatList>;

export const DecideOldChats = Type.Object(
  {
    contactIds: Type.Union([Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { minItems: 1, maxItems: 5000, uniqueItems: true }), Type.Literal('undecided')], {
      description: 'Which of the contacts the bridge lists; `undecided` means all without a decision.',
    }),
    decision: OldChatDecision,
    ownerUserId: Type.Optional(UserId),
  },
  strict,
);
export type DecideOldChats = Static<typeof DecideOldChats>;

export const DecidedOldChats = Type.Object({ decided: Type.Integer({ minimum: 0 }) }, strict);
export type DecidedOldChats = Static<typeof DecidedOldChats>;
