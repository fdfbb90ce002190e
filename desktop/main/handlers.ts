import { createHash, randomUUID } from 'node:crypto';
import { AccountList, Client, ClientList, ClientNote, ClientNoteList, Delivery, OwnershipHistory, QueueList, QueueMessages, RevealedContacts, SentEvent, StartedConversation, Template, TemplateList, OwnedRoom } from '@holdfast/contract';
import { Type } from 'typebox';
import type { CallHandlers, Settings } from '../ipc/index.ts';
import { AppRefusal } from './app-refusal.ts';
import type { ConnectionLine } from './box/connection.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { Host } from './ports.ts';
import type { SessionKeeper } from './session/session-keeper.ts';
import type { Workplace } from './workplace.ts';

type Deps = {
  readonly host: Host;
  readonly session: SessionKeeper;
  readonly connection: ConnectionLine;
  readonly notifications: Notifications;
  readonly workplace: () => Workplace | undefined;
  readonly settings: { now(): Settings; change(wanted: Partial<Settings>): Promise<Settings> };
  readonly media: { bring(source: string): Promise<void>; cancel(source: string): boolean; writeOut(source: string, path: string): Promise<void> };
};

const room = (roomId: string): string => encodeURIComponent(roomId);
const Nothing = Type.Union([Type.Null(), Type.Object({})]);
const linkSchemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** One function a call. Everything but signing in, settings and the lock needs somebody who is signed in, has signed, and is not locked. */
export function createHandlers({ host, session, connection, notifications, workplace, settings, media }: Deps): CallHandlers {
  function here(): Workplace {
    const place = workplace();
    if (!place || !session.isReady()) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in, or the app is locked');
    return place;
  }

  return {
    readSession: async () => session.view(),
    discoverBox: (input) => session.discover(input),
    signIn: (input) => session.signIn(input),
    readNotice: (input) => session.readNotice(input),
    signNotice: (input) => session.signNotice(input),
    changePassword: (input) => session.changePassword(input),
    signOut: () => session.signOut(),
    lockNow: async () => session.lock(),
    unlock: (input) => session.unlock(input),
    setPin: (input) => session.setPin(input),
    setAutoLock: async (input) => session.setAutoLock(input),
    noteActivity: async () => {
      session.noteActivity();
      return null;
    },

    readSettings: async () => settings.now(),
    changeSettings: (wanted) => settings.change(wanted),
    readHost: async () => host.abilities,
    noteFocus: async ({ roomId, focused }) => {
      notifications.focused(roomId, focused);
      return null;
    },

    listConversations: ({ roomIds }) => here().store.conversations.list(roomIds),
    readRoom: ({ roomId }) => here().store.conversations.readRoom(roomId),
    listColleagues: async () => here().store.sync.listColleagues(),
    saveDraft: async (input) => (here().changed(await here().store.conversations.saveDraft(input)), null),
    readDraft: ({ roomId }) => here().store.conversations.readDraft(roomId),
    setMuted: async ({ roomId, muted }) => (here().changed(await here().store.conversations.setMuted(roomId, muted)), null),
    setDone: async ({ roomId, done }) => (here().changed(await here().store.conversations.setDone(roomId, done, host.clock.now())), null),

    readTimeline: (input) => here().store.conversations.readTimeline(input),
    readItems: (input) => here().store.conversations.readItems(input),
    readVersions: (input) => here().store.conversations.readVersions(input),
    listAttachments: (input) => here().store.conversations.listAttachments(input),

    applySync: async (input) => {
      const place = here();
      const changes = await place.store.sync.apply(input);
      place.changed(changes);
      return { newEvents: changes.newEvents };
    },
    forgetRooms: async ({ roomIds }) => (here().changed(await here().store.sync.forget(roomIds)), null),
    nextGap: (input) => here().store.sync.nextGap(input),
    applyHistory: async (input) => {
      const place = here();
      const changes = await place.store.sync.applyHistory(input);
      place.changed(changes);
      return { closed: changes.closed };
    },
    readIndexProgress: () => here().store.sync.progress(),
    readConnection: async () => connection.now(),
    noteSyncState: async ({ ok, catchingUp }) => {
      connection.synced(ok, catchingUp);
      return null;
    },

    send: async ({ roomId, outgoing, localId }) => ({ localId: await here().send(roomId, outgoing, localId) }),
    cancelSend: async ({ localId }) => ({ cancelled: await here().sender.cancel(localId) }),
    retrySend: async ({ localId }) => (await here().sender.retry(localId), null),
    beginFile: async ({ size }) => {
      const fileId = randomUUID();
      await here().store.outgoing.beginFile(fileId, size);
      return { fileId };
    },
    appendFile: async ({ fileId, data }) => (await here().store.outgoing.appendFile(fileId, Buffer.from(data, 'base64')), null),
    discardFile: async ({ fileId }) => (await here().store.outgoing.discardFile(fileId), null),
    decideDelivery: async ({ eventId, decision }) => {
      const { box, store, changed } = here();
      const { roomId, state, reason, settledAt, enqueuedAt } = await box.request(`/deliveries/${encodeURIComponent(eventId)}/${decision}`, { method: 'POST', body: {}, reply: Delivery });
      changed(await store.sync.setDeliveries([{ eventId, roomId, state, reason, at: settledAt ?? enqueuedAt }]));
      return null;
    },
    correctMessage: async ({ roomId, eventId, text }) => {
      await here().box.request(`/messages/${room(roomId)}/${encodeURIComponent(eventId)}/correct`, { method: 'POST', body: { body: text, idempotencyKey: keyOf('correct', eventId, text) }, reply: SentEvent });
      return null;
    },
    withdrawMessage: async ({ roomId, eventId, reason }) => {
      await here().box.request(`/messages/${room(roomId)}/${encodeURIComponent(eventId)}/withdraw`, { method: 'POST', body: { ...(reason === undefined ? {} : { reason }), idempotencyKey: keyOf('withdraw', eventId) }, reply: SentEvent });
      return null;
    },

    listQueue: async () => (await here().box.request('/queue', { reply: QueueList })).rooms,
    readQueueMessages: ({ roomId }) => here().box.request(`/queue/${room(roomId)}/messages`, { reply: QueueMessages }),
    claimRoom: async ({ roomId }) => (await here().box.request(`/queue/${room(roomId)}/claim`, { method: 'POST', body: {}, reply: OwnedRoom }), null),
    readClient: ({ clientId }) => here().box.request(`/clients/${clientId}`, { reply: Client }),
    findClients: async ({ name }) => (await here().box.request(`/clients?limit=20&name=${encodeURIComponent(name)}`, { reply: ClientList })).clients,
    changeClient: ({ clientId, change }) => here().box.request(`/clients/${clientId}`, { method: 'PATCH', body: change, reply: Client }),
    listClientNotes: ({ clientId, after }) => here().box.request(`/clients/${clientId}/notes?limit=30${after === null ? '' : `&after=${encodeURIComponent(after)}`}`, { reply: ClientNoteList }),
    addClientNote: ({ clientId, text }) => here().box.request(`/clients/${clientId}/notes`, { method: 'POST', body: { text, idempotencyKey: randomUUID() }, reply: ClientNote }),
    removeClientNote: async ({ clientId, noteId }) => (await here().box.request(`/clients/${clientId}/notes/${noteId}`, { method: 'DELETE', reply: Nothing }), null),
    revealContacts: ({ clientId, reason }) => here().box.request(`/clients/${clientId}/reveal`, { method: 'POST', body: { reason }, reply: RevealedContacts }),
    readOwnershipHistory: ({ roomId }) => here().box.request(`/rooms/${room(roomId)}/owners`, { reply: OwnershipHistory }),
    listAccounts: async () => {
      const { accounts } = await here().box.request('/accounts', { reply: AccountList });
      return accounts.filter(({ loginId }) => loginId !== null).map(({ accountId, network, label, number, state, paused }) => ({ accountId, network, label, number, state, paused }));
    },
    startConversation: async (input) => ({ roomId: (await here().box.request('/conversations', { method: 'POST', body: input, reply: StartedConversation })).roomId }),
    listTemplates: async () => (await here().box.request('/templates', { reply: TemplateList })).templates,
    saveTemplate: ({ templateId, template }) => {
      const { scope, ...change } = template;
      return templateId === null
        ? here().box.request('/templates', { method: 'POST', body: { scope, ...change }, reply: Template })
        : here().box.request(`/templates/${templateId}`, { method: 'PATCH', body: change, reply: Template });
    },
    removeTemplate: async ({ templateId }) => (await here().box.request(`/templates/${templateId}`, { method: 'DELETE', reply: Nothing }), null),

    openLink: async ({ url }) => {
      here();
      const parsed = URL.canParse(url) ? new URL(url) : undefined;
      if (!parsed || !linkSchemes.has(parsed.protocol)) throw new AppRefusal('BAD_INPUT', 'only https, http, mailto and tel links are opened', { field: '/url' });
      await host.shell.openExternal(parsed.href);
      return null;
    },
    saveFile: async ({ roomId, eventId, suggestedName }) => {
      const [item] = await here().store.conversations.readItems({ roomId, keys: [eventId] });
      const file = item && 'media' in item.body ? item.body.media : undefined;
      if (!file) throw new AppRefusal('NOT_FOUND', 'the message has no file');
      const path = await host.shell.chooseSavePath(suggestedName.replaceAll(/[/\\\0]/g, '_'));
      if (path === null) return { saved: false, source: null };
      await media.bring(file.source);
      if (path === undefined) return { saved: false, source: file.source };
      await media.writeOut(file.source, path);
      return { saved: true, source: null };
    },
    cancelDownload: async ({ source }) => ({ cancelled: media.cancel(source) }),

    search: (input) => here().store.search.query(input),
  };
}

/** The same change asked for twice is one change. */
const keyOf = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40);
