import { defineStore } from 'pinia';
import type { EventId, RoomId } from '@holdfast/contract';
import type { Outgoing, RoomFeatures, TimelineItem } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';
import { wordsOf } from '../conversation/message-actions.ts';
import { useTimelinesStore } from '../conversation/timelines.store.ts';
import { useSessionStore } from '../session/session.store.ts';
import { emptyDraft, fieldText, setFieldText, type ComposerMode, type Draft } from './draft.ts';
import { handOver } from './file-upload.ts';
import { formatMarks } from './format-marks.ts';
import { dropFile, takeFile, type PendingFile } from './pending-files.ts';

const SAVE_MS = 400;

/**
 * What is begun in each conversation, and its way out. A text leaves the field the moment it is sent and comes back when it
 * was not taken; a note is never sent as a message, nor a message as a note, whatever is switched meanwhile.
 */
export const useComposerStore = defineStore('composer', () => {
  const api = useBoxApi();
  const session = useSessionStore();
  const timelines = useTimelinesStore();
  const drafts = new Map<RoomId, Draft>();
  const saving = new Map<RoomId, ReturnType<typeof setTimeout>>();
  const unanswered = new Map<string, string>();

  /** The draft of a conversation, read from the store the first time. What was typed before it came is kept. */
  function open(roomId: RoomId): Draft {
    const known = drafts.get(roomId);
    if (known) return known;
    const draft = emptyDraft();
    drafts.set(roomId, draft);
    void restore(roomId, draft);
    return draft;
  }

  async function restore(roomId: RoomId, draft: Draft): Promise<void> {
    try {
      const saved = await api.readDraft({ roomId });
      if (saved && draft.message === '') draft.message = saved.text;
      if (saved && draft.replyTo === null) draft.replyTo = saved.replyTo;
      if (saved?.note && draft.note === '') draft.note = saved.note;
    } catch {
      // Nothing is lost that was on screen: an empty field is what there was.
    } finally {
      draft.isLoaded = true;
    }
  }

  async function saveNow(roomId: RoomId): Promise<void> {
    const draft = drafts.get(roomId);
    clearTimeout(saving.get(roomId));
    if (!draft || !saving.delete(roomId)) return;
    const text = draft.message === '' ? null : draft.message;
    await api.saveDraft({ roomId, text, replyTo: draft.replyTo, note: draft.note === '' ? null : draft.note }).catch(() => undefined); // kept in memory; the next key saves again
  }

  function saveSoon(roomId: RoomId): void {
    clearTimeout(saving.get(roomId));
    saving.set(roomId, setTimeout(() => void saveNow(roomId), SAVE_MS));
  }

  function write(roomId: RoomId, text: string): void {
    const draft = open(roomId);
    setFieldText(draft, text);
    draft.failure = null;
    if (!draft.changing) saveSoon(roomId);
  }

  function setMode(roomId: RoomId, mode: ComposerMode): void {
    const draft = open(roomId);
    draft.changing = null;
    draft.mode = mode;
    draft.failure = null;
  }

  function reply(roomId: RoomId, item: TimelineItem | null): void {
    const draft = open(roomId);
    draft.mode = 'message';
    draft.changing = null;
    draft.replyItem = item;
    draft.replyTo = item?.eventId ?? null;
    saveSoon(roomId);
  }

  function change(roomId: RoomId, item: TimelineItem, how: 'edit' | 'correct'): void {
    const draft = open(roomId);
    draft.mode = 'message';
    draft.changing = { item, how };
    draft.changed = wordsOf(item);
  }

  function stopChanging(roomId: RoomId): void {
    const draft = open(roomId);
    draft.changing = null;
    draft.changed = '';
  }

  /** Puts a text that was not sent back into the field, before whatever was written since. */
  function giveBack(roomId: RoomId, mode: ComposerMode, text: string): void {
    const draft = open(roomId);
    const after = draft[mode];
    draft[mode] = after === '' ? text : `${text}\n${after}`;
    saveSoon(roomId);
  }

  /** Words stand in the conversation with the key that sent them, a moment before they are kept. */
  function echo(roomId: RoomId, outgoing: Outgoing, localId: string): () => void {
    const window = timelines.peek(roomId);
    const senderId = session.me?.userId ?? null;
    if (!window || senderId === null || (outgoing.kind !== 'text' && outgoing.kind !== 'note')) return () => undefined;
    const isNote = outgoing.kind === 'note';
    const at = Date.now();
    const quoted = isNote || outgoing.replyTo === null ? undefined : window.find(outgoing.replyTo);
    const key = `txn:${localId}`;
    window.echo({
      key, localId, eventId: null, at, senderId, side: 'company', handset: false, edited: null, reactions: [], own: true,
      body: isNote ? { kind: 'note', text: outgoing.text, mentions: outgoing.mentions } : { kind: 'text', text: outgoing.text, html: outgoing.html, emote: false },
      replyTo: isNote || outgoing.replyTo === null ? null : { eventId: outgoing.replyTo, senderId: quoted?.senderId ?? null, preview: null },
      send: { state: 'queued', reason: null, detail: null, at, progress: null },
    });
    return () => window.unechoed(key);
  }

  /** The same thing sent again because nobody answered goes out under its first id: it may have been taken, and is not doubled. */
  async function hand(roomId: RoomId, outgoing: Outgoing): Promise<void> {
    const what = JSON.stringify([roomId, outgoing]);
    const localId = unanswered.get(what) ?? crypto.randomUUID();
    unanswered.delete(what);
    const unechoed = echo(roomId, outgoing, localId);
    try {
      await api.send({ roomId, outgoing, localId });
    } catch (failure) {
      unechoed();
      if (codeOf(failure) === 'OFFLINE') unanswered.set(what, localId);
      throw failure;
    }
  }

  async function send(roomId: RoomId, features: RoomFeatures): Promise<void> {
    const draft = open(roomId);
    draft.failure = null;
    if (draft.changing) return sendChange(roomId, draft, features);
    if (draft.mode === 'note') return sendNote(roomId, draft);
    return sendMessage(roomId, draft, features);
  }

  async function sendChange(roomId: RoomId, draft: Draft, features: RoomFeatures): Promise<void> {
    const { item, how } = draft.changing!;
    const text = draft.changed.trim();
    if (text === '' || item.eventId === null) return;
    stopChanging(roomId);
    if (text === wordsOf(item)) return;
    try {
      if (how === 'correct') await api.correctMessage({ roomId, eventId: item.eventId, text });
      else await hand(roomId, { kind: 'edit', target: item.eventId, text, html: formatMarks(text, features.formatting) });
    } catch (failure) {
      change(roomId, item, how);
      draft.changed = text;
      draft.failure = codeOf(failure);
    }
  }

  async function sendNote(roomId: RoomId, draft: Draft): Promise<void> {
    const text = draft.note.trim();
    if (text === '') return;
    const mentions = draft.mentioned;
    draft.note = '';
    draft.mentioned = [];
    saveSoon(roomId);
    try {
      await hand(roomId, { kind: 'note', text, mentions });
    } catch (failure) {
      giveBack(roomId, 'note', text);
      draft.mentioned = mentions;
      draft.failure = codeOf(failure);
    }
  }

  async function sendMessage(roomId: RoomId, draft: Draft, features: RoomFeatures): Promise<void> {
    const ready = draft.files.filter((file) => file.verdict.ok && file.state !== 'handing-over');
    const text = draft.message.trim();
    if (text === '' && ready.length === 0) return;
    const { replyTo, replyItem } = draft;
    const captioned = ready.length === 1 && ready[0]!.verdict.ok && ready[0]!.verdict.caption && ready[0]!.caption === '' ? ready[0]! : null;
    if (captioned) captioned.caption = text;
    Object.assign(draft, { message: '', replyTo: null, replyItem: null });
    saveSoon(roomId);
    const files = ready.map((file, index) => () => sendFile(roomId, draft, file, index === 0 ? replyTo : null));
    for (const go of files) await go(); // one after the other: they arrive in the order they stood in
    if (captioned || text === '') return;
    try {
      await hand(roomId, { kind: 'text', text, html: formatMarks(text, features.formatting), replyTo: ready.length === 0 ? replyTo : null });
    } catch (failure) {
      giveBack(roomId, 'message', text);
      if (draft.replyTo === null) Object.assign(draft, { replyTo, replyItem });
      draft.failure = codeOf(failure);
    }
  }

  async function sendFile(roomId: RoomId, draft: Draft, file: PendingFile, replyTo: EventId | null): Promise<void> {
    if (!file.verdict.ok) return;
    const { kind } = file.verdict;
    file.state = 'handing-over';
    file.failure = null;
    file.cancel = new AbortController();
    try {
      const fileId = await handOver(api, file.blob, (share) => (file.progress = share), file.cancel.signal);
      await hand(roomId, {
        kind: 'file', replyTo,
        file: {
          fileId, name: file.name.slice(0, 255), mimeType: file.facts.mimeType, kind, width: file.facts.width, height: file.facts.height,
          durationMs: file.voice?.durationMs ?? null, waveform: [...(file.voice?.waveform ?? [])], caption: file.caption.trim() === '' ? null : file.caption.trim(),
        },
      });
      removeFile(roomId, file.id);
    } catch (failure) {
      if (file.cancel?.signal.aborted) return removeFile(roomId, file.id);
      Object.assign(file, { state: 'failed', failure: codeOf(failure), progress: 0 });
      draft.failure = codeOf(failure);
    }
  }

  async function addFiles(roomId: RoomId, files: readonly File[], features: RoomFeatures): Promise<void> {
    const draft = open(roomId);
    if (draft.mode === 'note' || draft.changing) return;
    const taken = await Promise.all(files.map((file) => takeFile(file, file.name, features)));
    draft.files.push(...taken);
  }

  async function addVoice(roomId: RoomId, blob: Blob, voice: NonNullable<PendingFile['voice']>, features: RoomFeatures): Promise<void> {
    const ending = blob.type.includes('ogg') ? 'ogg' : blob.type.includes('mp4') ? 'm4a' : 'webm';
    const file = await takeFile(blob, `voice.${ending}`, features, voice);
    const draft = open(roomId);
    const waiting = draft.replyTo;
    draft.files.push(file);
    await sendFile(roomId, draft, draft.files.find((each) => each.id === file.id)!, waiting);
    if (file.state !== 'failed') Object.assign(draft, { replyTo: null, replyItem: null });
  }

  function removeFile(roomId: RoomId, id: string): void {
    const draft = open(roomId);
    for (const file of draft.files.filter((each) => each.id === id)) dropFile(file);
    draft.files = draft.files.filter((each) => each.id !== id);
  }

  /** For what has no text: a place, a poll. Resolves with null, or the code of the refusal. */
  async function sendOther(roomId: RoomId, outgoing: Outgoing): Promise<string | null> {
    try {
      await hand(roomId, outgoing);
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  api.subscribe((push) => {
    if (push.push !== 'session.changed' || push.session.state === 'ready') return;
    for (const draft of drafts.values()) draft.files.forEach(dropFile);
    drafts.clear();
    unanswered.clear();
  });

  return { open, write, setMode, reply, change, stopChanging, send, sendOther, addFiles, addVoice, removeFile, giveBack, saveNow, fieldText };
});
