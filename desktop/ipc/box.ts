import { Type, type Static } from 'typebox';
import { AccountId, Client, ClientId, ClientNote, EventId, OwnershipHistory, QueuedRoom, QueueMessages, RevealedContacts, RoomId, Template } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const Null = Type.Null();
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);
const nothing = Type.Object({}, strict);
const Room = Type.Object({ roomId: RoomId }, strict);
const OfClient = Type.Object({ clientId: ClientId }, strict);

/** An account somebody may start a conversation from. */
export const OwnAccount = Type.Object({ accountId: AccountId, network: Type.String(), label: Type.String(), number: nullable(Type.String()), state: Type.String(), paused: Type.Boolean() }, strict);
export type OwnAccount = Static<typeof OwnAccount>;

export const TemplateInput = Type.Object(
  { scope: Type.Enum(['own', 'team']), title: Type.String({ minLength: 1, maxLength: 80 }), language: nullable(Type.String()), body: Type.String({ minLength: 1, maxLength: 4000 }) },
  strict,
);

/** What the control plane is asked on a person's behalf; its error codes pass through unchanged. All of these need the box. */
export const boxCalls = defineCalls({
  listQueue: { input: nothing, output: Type.Array(QueuedRoom) },
  readQueueMessages: { input: Room, output: QueueMessages },
  claimRoom: { input: Room, output: Null },
  readClient: { input: OfClient, output: Client },
  findClients: { input: Type.Object({ name: Type.String({ minLength: 1, maxLength: 120 }) }, strict), output: Type.Array(Client) },
  changeClient: {
    input: Type.Object({ clientId: ClientId, change: Type.Partial(Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), firm: nullable(Type.String({ maxLength: 200 })), language: nullable(Type.String()), tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 }) }), strict) }, strict),
    output: Client,
  },
  listClientNotes: { input: Type.Object({ clientId: ClientId, after: nullable(Type.String()) }, strict), output: Type.Object({ notes: Type.Array(ClientNote), next: nullable(Type.String()) }, strict) },
  addClientNote: { input: Type.Object({ clientId: ClientId, text: Type.String({ minLength: 1, maxLength: 10_000 }) }, strict), output: ClientNote },
  removeClientNote: { input: Type.Object({ clientId: ClientId, noteId: Type.String() }, strict), output: Null },
  /** On record with its reason before it answers. */
  revealContacts: { input: Type.Object({ clientId: ClientId, reason: Type.String({ minLength: 3, maxLength: 500 }) }, strict), output: RevealedContacts },
  readOwnershipHistory: { input: Room, output: OwnershipHistory },
  listAccounts: { input: nothing, output: Type.Array(OwnAccount) },
  startConversation: { input: Type.Object({ accountId: AccountId, identifier: Type.String({ minLength: 1, maxLength: 255 }) }, strict), output: Room },
  listTemplates: { input: nothing, output: Type.Array(Template) },
  saveTemplate: { input: Type.Object({ templateId: nullable(Type.String()), template: TemplateInput }, strict), output: Template },
  removeTemplate: { input: Type.Object({ templateId: Type.String() }, strict), output: Null },
  /** Opens an allow-listed link (https, http, mailto, tel) outside of the app, after main checked it again. */
  openLink: { input: Type.Object({ url: Type.String({ maxLength: 4096 }) }, strict), output: Null },
  /**
   * Fetches a file of a message (`download.progress` tells how far it is) and saves it where the person says; false when they
   * changed their mind. A host without a dialog answers the source, and the page downloads it from /media/.
   */
  saveFile: { input: Type.Object({ roomId: RoomId, eventId: EventId, suggestedName: Type.String({ maxLength: 255 }) }, strict), output: Type.Object({ saved: Type.Boolean(), source: nullable(Type.String()) }, strict) },
  /** Ends a download that runs; what waits for it is refused with OFFLINE, and asking again starts it anew. */
  cancelDownload: { input: Type.Object({ source: Type.String({ maxLength: 1000 }) }, strict), output: Type.Object({ cancelled: Type.Boolean() }, strict) },
});
