import { Type, type Static } from 'typebox';
import { AccountId, LinkingId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

const text = nullable(Type.String());

export const LoginFlow = Type.Object({ flowId: Type.String(), name: Type.String(), description: Type.String() }, strict);
export type LoginFlow = Static<typeof LoginFlow>;
export const LoginFlowList = Type.Object({ flows: Type.Array(LoginFlow) }, strict);
export type LoginFlowList = Static<typeof LoginFlowList>;

const common = {
  stepId: Type.String(),
  revision: Type.String({ description: 'Changes whenever the step does, also when only its QR code was refreshed. Sent back with an answer.' }),
  instructions: Type.String({ description: "The bridge's own words." }),
};

/** What the screen draws now. */
export const LinkingStep = Type.Union([
  Type.Object(
    {
      type: Type.Literal('user_input'),
      ...common,
      fields: Type.Array(
        Type.Object(
          { id: Type.String(), type: Type.String(), name: Type.String(), description: Type.String(), defaultValue: text, pattern: text, options: Type.Array(Type.String()) },
          strict,
        ),
      ),
      attachments: Type.Array(Type.Object({ type: Type.String(), fileName: Type.String(), mimeType: text, content: Type.String({ description: 'base64' }) }, strict)),
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('display_and_wait'),
      ...common,
      display: Type.Union([Type.Literal('qr'), Type.Literal('emoji'), Type.Literal('code'), Type.Literal('nothing')]),
      data: text,
      imageUrl: text,
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('cookies'),
      ...common,
      url: Type.String(),
      userAgent: text,
      extractJs: text,
      waitForUrlPattern: text,
      fields: Type.Array(Type.Object({ id: Type.String(), required: Type.Boolean(), pattern: text, sources: Type.Array(Type.Unknown()) }, strict)),
    },
    strict,
  ),
  Type.Object({ type: Type.Literal('webauthn'), ...common, url: text, publicKey: Type.Unknown({ description: 'For navigator.credentials.get, as the network sent it.' }) }, strict),
]);
export type LinkingStep = Static<typeof LinkingStep>;

const LinkingState = Type.Enum(['open', 'completed', 'failed', 'wrong-number', 'cancelled']);
export type LinkingState = Static<typeof LinkingState>;

/** Pairing a company account with its number: one at a time per account, resumable, driven by the box. */
export const Linking = Type.Object(
  {
    linkingId: LinkingId,
    accountId: AccountId,
    flowId: Type.String(),
    state: LinkingState,
    failure: nullable(Type.String({ description: "Code: the network's own, or the box's." })),
    step: nullable(LinkingStep),
    working: Type.Boolean({ description: 'The bridge is busy with an answer; ask again.' }),
    startedAt: Timestamp,
    updatedAt: Timestamp,
    endedAt: nullable(Timestamp),
  },
  strict,
);
export type Linking = Static<typeof Linking>;

/** A linking as the account's history tells it; newest first in lists. */
export const LinkingRun = Type.Object(
  {
    linkingId: LinkingId,
    flowId: Type.String(),
    state: LinkingState,
    failure: text,
    startedBy: Type.String({ description: 'Person id, or `box:` and a part.' }),
    startedByName: text,
    startedAt: Timestamp,
    endedAt: nullable(Timestamp),
  },
  strict,
);
export type LinkingRun = Static<typeof LinkingRun>;
export const LinkingHistory = Type.Object({ linkings: Type.Array(LinkingRun, { maxItems: 50 }) }, strict);
export type LinkingHistory = Static<typeof LinkingHistory>;

export const StartLinking = Type.Object(
  {
    flowId: Type.String({ minLength: 1, maxLength: 100 }),
    acceptRisk: Type.Optional(Type.Literal(true, { description: 'Needed once for an account on an unofficial client: the network may limit or ban the number. Who accepted it stays on record.' })),
  },
  strict,
);
export type StartLinking = Static<typeof StartLinking>;

export const AnswerLinking = Type.Object(
  {
    stepId: Type.String({ minLength: 1, maxLength: 255 }),
    values: Type.Optional(Type.Record(Type.String({ maxLength: 255 }), Type.String({ maxLength: 65_536 }), { description: 'For user_input and cookies: field id → value.' })),
    credential: Type.Optional(Type.Unknown({ description: 'For webauthn: what navigator.credentials.get gave, as JSON.' })),
  },
  strict,
);
export type AnswerLinking = Static<typeof AnswerLinking>;
