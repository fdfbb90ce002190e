import { Type, type Static } from 'typebox';
import { EventId, RoomId, UserId } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const Null = Type.Null();
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** A file the person chose, handed over in pieces (`beginFile`, `appendFile`) and kept in the encrypted store until sent. */
export const FileHandle = Type.Object({ fileId: Type.String() }, strict);

export const OutgoingFile = Type.Object(
  {
    fileId: Type.String(), name: Type.String({ minLength: 1, maxLength: 255 }), mimeType: Type.String({ maxLength: 255 }),
    kind: Type.Enum(['image', 'video', 'voice', 'audio', 'file', 'sticker']),
    width: nullable(Type.Integer()), height: nullable(Type.Integer()), durationMs: nullable(Type.Integer()), waveform: Type.Array(Type.Integer()),
    caption: nullable(Type.String({ maxLength: 65_536 })),
  },
  strict,
);

/** What a person means to send. Main makes the Matrix content: only allow-listed keys can come out (contract contentRules). */
export const Outgoing = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Type.String({ minLength: 1, maxLength: 65_536 }), html: nullable(Type.String()), replyTo: nullable(EventId) }, strict),
  Type.Object({ kind: Type.Literal('file'), file: OutgoingFile, replyTo: nullable(EventId) }, strict),
  Type.Object({ kind: Type.Literal('location'), latitude: Type.Number({ minimum: -90, maximum: 90 }), longitude: Type.Number({ minimum: -180, maximum: 180 }), name: nullable(Type.String({ maxLength: 1000 })), replyTo: nullable(EventId) }, strict),
  Type.Object({ kind: Type.Literal('poll'), question: Type.String({ minLength: 1, maxLength: 255 }), options: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 2, maxItems: 12 }), maxSelections: Type.Integer({ minimum: 1 }) }, strict),
  Type.Object({ kind: Type.Literal('vote'), poll: EventId, options: Type.Array(Type.String()) }, strict),
  Type.Object({ kind: Type.Literal('note'), text: Type.String({ minLength: 1, maxLength: 32_000 }), mentions: Type.Array(UserId) }, strict),
  Type.Object({ kind: Type.Literal('edit'), target: EventId, text: Type.String({ minLength: 1, maxLength: 32_000 }), html: nullable(Type.String()) }, strict),
  Type.Object({ kind: Type.Literal('reaction'), target: EventId, key: Type.String({ minLength: 1, maxLength: 64 }) }, strict),
  Type.Object({ kind: Type.Literal('redaction'), target: EventId }, strict),
]);
export type Outgoing = Static<typeof Outgoing>;

const Local = Type.Object({ localId: Type.String() }, strict);

export const sendingCalls = defineCalls({
  /**
   * Durable when it answers: survives a restart, is sent once (one transaction id for ever), in order per room. A caller who
   * chooses the `localId` may repeat the call when its answer was lost: the second adds nothing.
   */
  send: { input: Type.Object({ roomId: RoomId, outgoing: Outgoing, localId: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })) }, strict), output: Local },
  /** Only while it is still here: `queued`, `uploading` or `unsent`. */
  cancelSend: { input: Local, output: Type.Object({ cancelled: Type.Boolean() }, strict) },
  retrySend: { input: Local, output: Null },
  beginFile: { input: Type.Object({ size: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }) }, strict), output: FileHandle },
  /** Base64, at most 1 MiB of bytes a piece, in order. */
  appendFile: { input: Type.Object({ fileId: Type.String(), data: Type.String({ maxLength: 1_500_000 }) }, strict), output: Null },
  discardFile: { input: FileHandle, output: Null },
  /** uncertain, failed, needs-confirmation: send (again) or drop for good. Codes of the control plane pass through. */
  decideDelivery: { input: Type.Object({ eventId: EventId, decision: Type.Enum(['send', 'discard']) }, strict), output: Null },
  /** What a predecessor or the handset wrote, changed in the account's own name. */
  correctMessage: { input: Type.Object({ roomId: RoomId, eventId: EventId, text: Type.String({ minLength: 1, maxLength: 32_000 }) }, strict), output: Null },
  withdrawMessage: { input: Type.Object({ roomId: RoomId, eventId: EventId, reason: Type.Optional(Type.String({ maxLength: 500 })) }, strict), output: Null },
});
