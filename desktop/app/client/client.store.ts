import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Client, ClientId, ClientNote, OwnershipHistory, RevealedContacts, RoomId } from '@holdfast/contract';
import type { Colleague } from '@holdfast/contract';
import type { Input, RoomView } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';

type Change = Input<'changeClient'>['change'];

/**
 * The client of the conversation that is open: their card, notes, and who answered when. One conversation at a time;
 * an answer that comes for the one before is dropped. Revealed contact details are never kept beyond the conversation.
 */
export const useClientStore = defineStore('client', () => {
  const api = useBoxApi();
  const roomId = ref<RoomId | null>(null);
  const room = shallowRef<RoomView | null>(null);
  const client = shallowRef<Client | null>(null);
  const notes = shallowRef<readonly ClientNote[]>([]);
  const olderNotes = ref<string | null>(null);
  const periods = shallowRef<OwnershipHistory['periods']>([]);
  const contacts = shallowRef<RevealedContacts['contacts'] | null>(null);
  const colleagues = shallowRef<readonly Colleague[]>([]);
  const status = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  const clientId = computed<ClientId | null>(() => room.value?.conversation.client?.clientId ?? null);

  /** Opens a conversation's client, or looks again. What was on screen stays until the answer is there. */
  async function open(next: RoomId): Promise<void> {
    if (roomId.value !== next) {
      roomId.value = next;
      room.value = null;
      client.value = null;
      notes.value = [];
      olderNotes.value = null;
      periods.value = [];
      contacts.value = null;
    }
    status.value = 'loading';
    try {
      const view = await api.readRoom({ roomId: next });
      if (roomId.value !== next) return;
      room.value = view;
      await Promise.all([readCard(next), readPeriods(next), readColleagues()]);
      if (roomId.value === next) status.value = 'ready';
    } catch {
      if (roomId.value === next) status.value = 'failed';
    }
  }

  async function readCard(of: RoomId): Promise<void> {
    const id = clientId.value;
    if (id === null) return;
    const [card, page] = await Promise.all([api.readClient({ clientId: id }), api.listClientNotes({ clientId: id, after: null })]);
    if (roomId.value !== of) return;
    client.value = card;
    notes.value = page.notes;
    olderNotes.value = page.next;
  }

  async function readPeriods(of: RoomId): Promise<void> {
    const history = await api.readOwnershipHistory({ roomId: of });
    if (roomId.value === of) periods.value = history.periods;
  }

  async function readColleagues(): Promise<void> {
    colleagues.value = await api.listColleagues({});
  }

  async function readOlderNotes(): Promise<void> {
    const [id, of] = [clientId.value, roomId.value];
    if (id === null || olderNotes.value === null) return;
    const page = await api.listClientNotes({ clientId: id, after: olderNotes.value });
    if (roomId.value !== of) return;
    notes.value = [...notes.value, ...page.notes];
    olderNotes.value = page.next;
  }

  /** Resolves to null, or to the code of the refusal: the form keeps what was typed. */
  async function change(wanted: Change): Promise<string | null> {
    const id = clientId.value;
    if (id === null) return 'NOT_FOUND';
    try {
      const changed = await api.changeClient({ clientId: id, change: wanted });
      if (clientId.value === id) client.value = changed;
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  async function addNote(text: string): Promise<string | null> {
    const id = clientId.value;
    if (id === null) return 'NOT_FOUND';
    try {
      const note = await api.addClientNote({ clientId: id, text });
      if (clientId.value === id) notes.value = [note, ...notes.value.filter(({ noteId }) => noteId !== note.noteId)];
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  async function removeNote(noteId: string): Promise<string | null> {
    const id = clientId.value;
    if (id === null) return 'NOT_FOUND';
    try {
      await api.removeClientNote({ clientId: id, noteId });
      notes.value = notes.value.filter((note) => note.noteId !== noteId);
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  /** On record with its reason before anything is shown. */
  async function reveal(reason: string): Promise<string | null> {
    const id = clientId.value;
    if (id === null) return 'NOT_FOUND';
    try {
      const revealed = await api.revealContacts({ clientId: id, reason });
      if (clientId.value === id) contacts.value = revealed.contacts;
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  function hideContacts(): void {
    contacts.value = null;
  }

  const nameOf = (userId: string | null): string | null => (userId === null ? null : (colleagues.value.find((one) => one.userId === userId)?.name ?? userId.slice(1).split(':')[0] ?? null));

  return { roomId, room, client, clientId, notes, olderNotes, periods, contacts, status, open, readOlderNotes, change, addNote, removeNote, reveal, hideContacts, nameOf };
});
