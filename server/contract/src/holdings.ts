import { Type, type Static } from 'typebox';
import { Device } from './devices.ts';
import { Handset } from './handsets.ts';
import { AccountId, PersonId, Timestamp, UserId } from './ids.ts';
import { Cover } from './ownership.ts';
import { nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** What a person has in hand: what somebody must take over when they leave. */
export const Holdings = Type.Object(
  {
    personId: PersonId,
    rooms: Type.Object(
      {
        total: count('Open conversations they own.'),
        waiting: count('Of those: the client waits for an answer.'),
        byAccount: Type.Array(Type.Object({ accountId: nullable(AccountId), label: nullable(Type.String()), network: nullable(Type.String()), rooms: count('Owned on this account.') }, strict)),
      },
      strict,
    ),
    handsets: Type.Array(Handset),
    coversGiven: Type.Array(Cover, { description: 'Not ended: they answer, or will, in somebody’s place.' }),
    coversTaken: Type.Array(Cover, { description: 'Not ended: somebody answers, or will, in their place.' }),
    messages: Type.Object({ waiting: count('Written by them and not sent yet.'), undecided: count('In their conversations, waiting for their word.'), uncertain: count('In their conversations, of unknown fate.') }, strict),
    lastSeenAt: nullable(Timestamp),
  },
  strict,
);
export type Holdings = Static<typeof Holdings>;

/** Devices with a store of conversations, for who answers for people. */
export const PersonDeviceList = Type.Object({ devices: Type.Array(Device), lastSeenAt: nullable(Timestamp) }, strict);
export type PersonDeviceList = Static<typeof PersonDeviceList>;

/** Made anew each time and always the same: it opens nothing. */
export const Invitation = Type.Object(
  {
    url: Type.String({ description: '`holdfast://join?…` for the employee app, as link or QR code. There is no password in it.' }),
    signInName: Type.String(),
    reachable: Type.Union([Type.Literal('everywhere'), Type.Literal('this-machine')], { description: '`this-machine`: `public_address` is not set, so only the box itself finds the address.' }),
    password: Type.Union([Type.Literal('told-once')], { description: 'The one-time password stood in the answer that created the person, or reset it, and is kept nowhere.' }),
    expiresAt: nullable(Timestamp),
  },
  strict,
);
export type Invitation = Static<typeof Invitation>;

/** One line a person, for lists: what they have in hand, who answers for them, and when they were last here. */
export const PersonInHand = Type.Object(
  {
    personId: PersonId,
    rooms: count('Open conversations they own.'),
    waiting: count('Of those: the client waits for an answer.'),
    handsets: count('Handed out to them.'),
    coveredBy: nullable(UserId),
    coveredUntil: nullable(Timestamp),
    lastSeenAt: nullable(Timestamp),
  },
  strict,
);
export type PersonInHand = Static<typeof PersonInHand>;
export const PeopleInHand = Type.Object({ people: Type.Array(PersonInHand) }, strict);
export type PeopleInHand = Static<typeof PeopleInHand>;
