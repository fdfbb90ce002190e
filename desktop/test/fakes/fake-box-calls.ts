import type { Client, ClientId, ClientNoteId, RoomId, TemplateId } from '@holdfast/contract';
import type { CallHandlers, Conversation } from '../../ipc/index.ts';
import { refuse, type FakeState } from './fake-state.ts';

type BoxCalls = Pick<
  CallHandlers,
  'listQueue' | 'readQueueMessages' | 'claimRoom' | 'readClient' | 'findClients' | 'changeClient' | 'listClientNotes' | 'addClientNote' | 'removeClientNote' | 'revealContacts' | 'readOwnershipHistory' | 'listAccounts' | 'startConversation' | 'listTemplates' | 'saveTemplate' | 'removeTemplate' | 'openLink' | 'saveFile' | 'cancelDownload'
>;

const idOf = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(20, '0')}`;

/** The control plane's half: queue, clients, notes, templates, accounts. */
export function boxCalls(state: FakeState): BoxCalls {
  const client = (clientId: ClientId): Client => state.clients.get(clientId) ?? refuse('NOT_FOUND');
  const answered = (roomId: RoomId, name: string, more: Partial<Conversation> = {}): Conversation => ({
    roomId, name, avatar: null, direct: true, state: 'open', right: 'owner', ownerUserId: state.readyView.userId, account: null, client: null, last: null, sortAt: state.now(),
    unread: 0, mentioned: false, waitingSince: null, draft: null, muted: false, doneAt: null, attention: 0, ...more,
  });
  return {
    listQueue: async () => state.queue,
    readQueueMessages: async ({ roomId }) => ({ roomId, messages: state.queueMessages.get(roomId) ?? [] }),
    async claimRoom({ roomId }) {
      const queued = state.queue.find((each) => each.roomId === roomId) ?? refuse('ROOM_ALREADY_OWNED');
      state.queue = state.queue.filter((each) => each !== queued);
      state.conversations.set(roomId, answered(roomId, queued.name ?? '', { waitingSince: queued.waitingSince }));
      state.push({ push: 'queue.changed' });
      state.push({ push: 'conversations.changed', roomIds: [roomId] });
      return null;
    },
    readClient: async ({ clientId }) => client(clientId),
    findClients: async ({ name }) => [...state.clients.values()].filter((each) => `${each.name} ${each.firm ?? ''}`.toLowerCase().includes(name.toLowerCase())),
    async changeClient({ clientId, change }) {
      const changed = { ...client(clientId), ...change };
      state.clients.set(clientId, changed);
      state.push({ push: 'client.changed', clientId });
      return changed;
    },
    listClientNotes: async ({ clientId }) => ({ notes: state.notes.get(clientId) ?? [], next: null }),
    async addClientNote({ clientId, text }) {
      const note = { noteId: idOf('note', state.nextId()) as ClientNoteId, clientId, authorUserId: state.readyView.userId, authorName: state.readyView.me.name, text, at: state.now(), removedAt: null };
      state.notes.set(clientId, [note, ...(state.notes.get(clientId) ?? [])]);
      return note;
    },
    async removeClientNote({ clientId, noteId }) {
      const notes = state.notes.get(clientId) ?? [];
      if (notes.find((note) => note.noteId === noteId)?.authorUserId !== state.readyView.userId) refuse('NOTE_NOT_OWN');
      state.notes.set(clientId, notes.filter((note) => note.noteId !== noteId));
      return null;
    },
    async revealContacts({ clientId }) {
      return { contacts: client(clientId).channels.map(({ roomId, network }) => ({ roomId, network, identifier: '+48600100200', userId: `@ghost:box.test` as never })) };
    },
    readOwnershipHistory: async ({ roomId }) => ({ roomId, periods: [{ owner: state.readyView.userId, fromAt: state.now() - 86_400_000, untilAt: null, via: 'claim', handoverId: null, covers: [] }] }),
    listAccounts: async () => state.accounts,
    async startConversation({ identifier }) {
      if (identifier.endsWith('0')) refuse('NOT_ON_NETWORK');
      const roomId = `!started${state.nextId()}:box.test` as RoomId;
      state.conversations.set(roomId, answered(roomId, identifier));
      state.push({ push: 'conversations.changed', roomIds: [roomId] });
      return { roomId };
    },
    listTemplates: async () => state.templates,
    async saveTemplate({ templateId, template }) {
      const saved = { ...template, templateId: (templateId ?? idOf('tmpl', state.nextId())) as TemplateId, teamId: null, updatedAt: state.now(), editable: true };
      state.templates = [saved, ...state.templates.filter((each) => each.templateId !== saved.templateId)];
      state.push({ push: 'templates.changed' });
      return saved;
    },
    async removeTemplate({ templateId }) {
      state.templates = state.templates.filter((each) => each.templateId !== templateId);
      return null;
    },
    openLink: async () => null,
    saveFile: async () => ({ saved: false, source: null }),
    cancelDownload: async () => ({ cancelled: false }),
  };
}
