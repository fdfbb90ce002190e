import { Type, type Static } from 'typebox';
import { AccountId, HandsetId, PersonId, Timestamp } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict, version } from './shape.ts';

export const handsetStates = ['in-safe', 'handed-out', 'lost', 'retired'] as const;
export const HandsetState = Type.Enum(handsetStates, { description: '`retired`: given away or broken; it stays in the register and alarms no more.' });
export type HandsetState = (typeof handsetStates)[number];

const Label = Type.String({ minLength: 1, maxLength: 120, description: 'What the company knows the device by.' });
const Number_ = Type.String({ pattern: '^\\+[0-9]{5,15}$', description: 'Number of the SIM, E.164.' });
const Imei = Type.String({ pattern: '^[0-9]{14,16}$' });
const Serial = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ maxLength: 500 });
const reason = Type.String({ minLength: 1, maxLength: 500 });

/** A company handset with its SIM: whose number is in it, and who holds it. Nobody holds one that is in the safe. */
export const Handset = Type.Object(
  {
    handsetId: HandsetId,
    label: Type.String(),
    accountId: nullable(AccountId),
    accountLabel: nullable(Type.String()),
    number: nullable(Type.String({ description: 'Of the SIM; that of the account when none was entered.' })),
    imei: nullable(Type.String()),
    serial: nullable(Type.String()),
    note: nullable(Type.String()),
    state: HandsetState,
    holder: nullable(PersonId),
    holderName: nullable(Type.String()),
    since: Type.Integer({ minimum: 0, description: 'When it came into this state.' }),
    createdAt: Timestamp,
    version,
  },
  strict,
);
export type Handset = Static<typeof Handset>;

/** One turn of a handset, newest first in lists. */
export const HandsetTurn = Type.Object(
  {
    at: Timestamp,
    state: HandsetState,
    holder: nullable(PersonId),
    holderName: nullable(Type.String()),
    by: Type.String({ description: 'Person id, or `box:` and a part.' }),
    byName: nullable(Type.String()),
    reason: nullable(Type.String()),
  },
  strict,
);
export type HandsetTurn = Static<typeof HandsetTurn>;
export const HandsetWithHistory = Type.Object({ handset: Handset, history: Type.Array(HandsetTurn) }, strict);
export type HandsetWithHistory = Static<typeof HandsetWithHistory>;

export const HandsetQuery = Type.Object(
  {
    state: Type.Optional(HandsetState),
    accountId: Type.Optional(AccountId),
    holder: Type.Optional(PersonId),
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Part of label, number, IMEI or serial.' })),
    ...pageQuery,
  },
  strict,
);
export type HandsetQuery = Static<typeof HandsetQuery>;
export const HandsetPage = Type.Object({ handsets: Type.Array(Handset), ...pageNext }, strict);
export type HandsetPage = Static<typeof HandsetPage>;

const facts = { accountId: nullable(AccountId), number: nullable(Number_), imei: nullable(Imei), serial: nullable(Serial), note: nullable(Note) };

export const RegisterHandset = Type.Object(
  { label: Label, ...Object.fromEntries(Object.entries(facts).map(([name, schema]) => [name, Type.Optional(schema)])) as { [Name in keyof typeof facts]: ReturnType<typeof Type.Optional<(typeof facts)[Name]>> } },
  strict,
);
export type RegisterHandset = Static<typeof RegisterHandset>;

export const ChangeHandset = Type.Partial(Type.Object({ label: Label, ...facts, version }), { ...strict, minProperties: 1 });
export type ChangeHandset = Static<typeof ChangeHandset>;

export const HandOutHandset = Type.Object({ personId: PersonId, reason: Type.Optional(reason), version: Type.Optional(version) }, strict);
export type HandOutHandset = Static<typeof HandOutHandset>;
/** Back into the safe, also one that was lost and found. */
export const ReturnHandset = Type.Object({ reason: Type.Optional(reason), version: Type.Optional(version) }, strict);
export type ReturnHandset = Static<typeof ReturnHandset>;
export const LoseHandset = Type.Object({ reason, version: Type.Optional(version) }, strict);
export type LoseHandset = Static<typeof LoseHandset>;
