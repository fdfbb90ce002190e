import { Type, type Static } from 'typebox';
import { AccountState } from './accounts.ts';
import { Alert } from './alerts.ts';
import { Handover } from './handovers.ts';
import { AccountId, ClientId, RoomId, TeamId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** A client whose last word nobody answered yet. */
export const WaitingClient = Type.Object(
  {
    roomId: RoomId,
    clientId: nullable(ClientId),
    name: nullable(Type.String({ description: 'Of the client, else of the conversation.' })),
    accountId: nullable(AccountId),
    accountLabel: nullable(Type.String()),
    ownerUserId: nullable(UserId),
    ownerName: nullable(Type.String()),
    since: Type.Integer({ minimum: 0, description: 'When the client wrote the first message that is not answered.' }),
  },
  strict,
);
export type WaitingClient = Static<typeof WaitingClient>;

/** Why an account needs somebody: it is not connected, says that it soon will not be, or holds everything back. */
export const accountTroubles = ['state', 'warning', 'unlinks-soon', 'paused'] as const;
export const AccountTrouble = Type.Object(
  {
    accountId: AccountId,
    label: Type.String(),
    network: Type.String(),
    teamId: nullable(TeamId),
    trouble: Type.Enum(accountTroubles),
    state: AccountState,
    reason: nullable(Type.String({ description: "Code: the bridge's own, or the box's." })),
    since: Timestamp,
    unlinksAt: Type.Union([Timestamp, Type.Literal('unknown')]),
    daysLeft: nullable(Type.Integer({ minimum: 0, description: 'Whole days before the network unlinks it; null when that is not known.' })),
  },
  strict,
);
export type AccountTrouble = Static<typeof AccountTrouble>;

const Waiting = Type.Object({ count: count('How many there are.'), longest: Type.Array(WaitingClient, { maxItems: 20, description: 'Those who wait longest, longest first.' }) }, strict);

/**
 * What needs attention now, from one moment of the record. Screens ask for it every two seconds; times are absolute, so a
 * screen counts on by itself.
 */
export const Home = Type.Object(
  {
    at: Timestamp,
    waiting: Waiting,
    unassigned: Type.Object({ count: count('Open conversations nobody owns.'), longest: Type.Array(WaitingClient, { maxItems: 20 }) }, { ...strict, description: 'Those of `longest` that nobody waits in are since they are unassigned.' }),
    accounts: Type.Object({ total: count('Accounts within reach.'), troubles: Type.Array(AccountTrouble) }, strict),
    notSent: Type.Object(
      {
        count: count('Messages not handed over or not yet answered for.'),
        oldestAt: nullable(Timestamp),
        byAccount: Type.Array(Type.Object({ accountId: nullable(AccountId), label: nullable(Type.String()), count: count('Of this account.'), oldestAt: Timestamp }, strict)),
      },
      strict,
    ),
    uncertain: count('Messages of which nobody knows whether the network took them.'),
    needsConfirmation: count('Messages a person must send or discard.'),
    handovers: Type.Array(Handover, { description: 'Awaiting approval, scheduled, running or being undone; newest first, at most 20.' }),
    alerts: Type.Object({ count: count('Open ones.'), newest: Type.Array(Alert, { maxItems: 20 }) }, strict),
  },
  strict,
);
export type Home = Static<typeof Home>;
