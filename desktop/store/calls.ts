import type { Store } from './contract.ts';
import type { Engine } from './engine.ts';
import { createTally } from './tally.ts';
import { abandonMedia, appendMedia, beginMedia, finishMedia, readMedia } from './media/media.ts';
import { changeRow, markSent, tellRow } from './own/arrived.ts';
import { appendFile, beginFile, discardFile, fileSize, readFile } from './own/files.ts';
import { addOutgoing, dropOutgoing, nextOutgoing } from './own/outgoing.ts';
import { readMeta, readSettings, saveDraft, setDone, setMuted, writeMeta, writeSettings } from './own/wishes.ts';
import { setColleagues, setFacts } from './rooms/facts.ts';
import { listConversations, readRoom } from './rooms/conversations.ts';
import { search } from './search/search.ts';
import { applyHistory, applySync } from './sync/apply.ts';
import { finish } from './sync/finish.ts';
import { readProgress } from './sync/progress.ts';
import { listAttachments } from './timeline/attachments.ts';
import { setWord, unsettled } from './timeline/deliveries.ts';
import { nextGap } from './timeline/gaps.ts';
import { readItems, readTimeline, readVersions } from './timeline/read.ts';
import type { Tally } from './tally.ts';
import type { Cache } from './cache.ts';

/** The paths of Store: `sync.apply`. Forgetting and closing take several steps and are the worker's own. */
type Groups = Omit<Store, 'close'>;
type Sync<Call> = Call extends (...input: infer Input) => Promise<infer Output> ? (...input: Input) => Output : never;
export type Calls = { readonly [Group in keyof Groups]: { readonly [Name in keyof Groups[Group] as Group extends 'sync' ? Exclude<Name, 'forget'> : Name]: Sync<Groups[Group][Name]> } };

/** Store's calls on open files, one after another. */
export function createCalls(engine: Engine, now: () => number): Calls {
  const write = (change: (cache: Cache, tally: Tally) => void) => {
    const { cache } = engine;
    const tally = createTally();
    cache.db.write(() => {
      change(cache, tally);
      finish(cache, tally);
    });
    return tally.changes([]);
  };
  return {
    conversations: {
      list: (roomIds) => listConversations(engine.cache, engine.own, roomIds),
      readRoom: (roomId) => {
        const view = readRoom(engine.cache, engine.own, roomId);
        if (!view) throw Object.assign(new Error(`room ${roomId} is not here`), { code: 'NOT_FOUND' });
        return view;
      },
      readTimeline: (input) => readTimeline(engine.cache, engine.own, input),
      readItems: (input) => readItems(engine.cache, engine.own, input),
      readVersions: ({ roomId, eventId }) => readVersions(engine.cache, roomId, eventId),
      listAttachments: (input) => listAttachments(engine.cache, input),
      saveDraft: (input) => saveDraft(engine.own, input),
      readDraft: (roomId) => {
        const draft = engine.own.drafts.get(roomId);
        return draft ? { text: draft.text ?? '', replyTo: draft.replyTo, note: draft.note } : null;
      },
      setMuted: (roomId, muted) => setMuted(engine.own, roomId, muted),
      setDone: (roomId, done, at) => setDone(engine.cache, engine.own, roomId, done, at),
    },
    sync: {
      apply: (input) => applySync(engine.cache, engine.own, input),
      nextGap: ({ gapId, roomId }) => nextGap(engine.cache, roomId === undefined ? undefined : engine.cache.rooms.find(roomId), gapId === undefined ? undefined : Number(gapId)),
      applyHistory: (input) => applyHistory(engine.cache, engine.own, input),
      progress: () => readProgress(engine.cache),
      setFacts: (rooms, complete) => write((cache, tally) => setFacts(cache, tally, rooms, complete)),
      setColleagues: (colleagues) => write((cache, tally) => setColleagues(cache, tally, colleagues)),
      listColleagues: () => [...engine.cache.colleagues.values()],
      setDeliveries: (deliveries) =>
        write((cache, tally) => {
          for (const { eventId, roomId, state, reason, at } of deliveries) {
            const room = cache.rooms.find(roomId);
            if (room && !room.gone) setWord(cache, tally, room, eventId, { state, reason, detail: null, at });
          }
        }),
      unsettled: () => unsettled(engine.cache),
    },
    outgoing: {
      add: (roomId, outgoing, localId, at) => {
        const isNew = !engine.own.outgoing.has(localId);
        addOutgoing(engine.own, roomId, outgoing, localId, at);
        const row = engine.own.outgoing.get(localId);
        return write((cache, tally) => {
          const room = cache.rooms.find(roomId);
          if (!row || !room) return;
          tellRow(cache, tally, row);
          if (isNew && !['edit', 'reaction', 'redaction', 'vote'].includes(outgoing.kind)) tally.appended(room, `txn:${localId}`);
        });
      },
      next: () => nextOutgoing(engine.own),
      list: () => [...engine.own.outgoing.values()],
      update: (localId, change) => changeRow(engine.cache, engine.own, localId, change),
      sent: (localId, eventId) => markSent(engine.cache, engine.own, localId, eventId),
      remove: (localId) => {
        const row = engine.own.outgoing.get(localId);
        dropOutgoing(engine.own, [localId]);
        return write((cache, tally) => row && tellRow(cache, tally, row));
      },
      beginFile: (fileId, size) => beginFile(engine.own, fileId, size),
      appendFile: (fileId, bytes) => appendFile(engine.own, fileId, bytes),
      readFile: (fileId, offset, length) => readFile(engine.own, fileId, offset, length),
      fileSize: (fileId) => fileSize(engine.own, fileId),
      discardFile: (fileId) => discardFile(engine.own, fileId),
    },
    media: {
      read: (source, variant, offset, length) => readMedia(engine.cache.db, source, variant, offset, length, now()),
      begin: (source, variant, mimeType) => beginMedia(engine.cache.db, source, variant, mimeType, now()),
      append: (writeId, bytes) => appendMedia(engine.cache.db, writeId, bytes),
      finish: (writeId) => finishMedia(engine.cache.db, writeId, engine.mostMediaBytes),
      abandon: (writeId) => abandonMedia(engine.cache.db, writeId),
    },
    search: { query: (input) => search(engine.cache, input) },
    settings: { read: () => readSettings(engine.own), write: (settings) => writeSettings(engine.own, settings) },
    meta: { read: (key) => readMeta(engine.own, key), write: (key, value) => writeMeta(engine.own, key, value) },
  };
}
