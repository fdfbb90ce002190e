import type { Colleague, DeliveryState, EventId, InboxRoom, RoomId, UserId } from '@holdfast/contract';
import type { TimelineItem, Conversation, HistoryGap, IndexProgress, Input, MessageBody, Outgoing, Output, Push, RoomView, Settings } from '../ipc/index.ts';

/**
 * What the encrypted store can do, as main sees it. Everything is asynchronous because the work happens in a worker;
 * every write is one transaction that is on disk when the promise resolves, and only then are its `Changes` told.
 *
 * Two files lie in the profile folder, both SQLCipher with keys derived from the one given to `openStore`:
 * `cache.db` holds what the box also has (events, rooms, index, media) and may be thrown away and filled again at any
 * time; `own.db` (with `own-mirror.db`, written in step) holds what exists only here: drafts, what waits to be sent with
 * its files, mutes, done marks, settings. A corrupt file is rebuilt, from the box or from its mirror.
 */
export interface Store {
  readonly conversations: {
    list(roomIds?: readonly RoomId[]): Promise<Output<'listConversations'>>;
    readRoom(roomId: RoomId): Promise<RoomView>;
    readTimeline(input: Input<'readTimeline'>): Promise<Output<'readTimeline'>>;
    readItems(input: Input<'readItems'>): Promise<Output<'readItems'>>;
    readVersions(input: Input<'readVersions'>): Promise<Output<'readVersions'>>;
    listAttachments(input: Input<'listAttachments'>): Promise<Output<'listAttachments'>>;
    saveDraft(input: Input<'saveDraft'>): Promise<Changes>;
    readDraft(roomId: RoomId): Promise<Output<'readDraft'>>;
    setMuted(roomId: RoomId, muted: boolean): Promise<Changes>;
    setDone(roomId: RoomId, done: boolean, at: number): Promise<Changes>;
  };
  readonly sync: {
    apply(input: Input<'applySync'>): Promise<Changes>;
    forget(roomIds: readonly RoomId[]): Promise<Changes>;
    nextGap(input: Input<'nextGap'>): Promise<HistoryGap | null>;
    applyHistory(input: Input<'applyHistory'>): Promise<Changes & { readonly closed: boolean }>;
    progress(): Promise<IndexProgress>;
    /** What the control plane knows of the rooms one answers. `complete`: rooms that are not named are no longer answered. */
    setFacts(rooms: readonly InboxRoom[], complete: boolean): Promise<Changes>;
    setColleagues(colleagues: readonly Colleague[]): Promise<Changes>;
    listColleagues(): Promise<Colleague[]>;
    /** The gate's word about events; a later word replaces an earlier one, a `delivered` is never taken back by `sending`. */
    setDeliveries(deliveries: readonly { eventId: EventId; roomId: RoomId; state: DeliveryState; reason: string | null; at: number }[]): Promise<Changes>;
    /** Own events of a room that wait or are in doubt: what to ask the control plane about after a pause. */
    unsettled(): Promise<{ roomId: RoomId; eventId: EventId }[]>;
  };
  readonly outgoing: {
    /** Durable in both copies before it resolves. The local id is also the Matrix transaction id, for ever. */
    add(roomId: RoomId, outgoing: Outgoing, localId: string, at: number): Promise<Changes>;
    /** Per room in order, the oldest first; at most one of a room is `sending`. */
    next(): Promise<OutgoingRow[]>;
    list(): Promise<OutgoingRow[]>;
    update(localId: string, change: Partial<Pick<OutgoingRow, 'state' | 'reason' | 'mxc' | 'attempts' | 'notBefore'>>): Promise<Changes>;
    /** The box has it: the item keeps its place and key until the sync brings the event itself. */
    sent(localId: string, eventId: EventId, at: number): Promise<Changes>;
    remove(localId: string): Promise<Changes>;
    beginFile(fileId: string, size: number): Promise<void>;
    appendFile(fileId: string, bytes: Uint8Array): Promise<void>;
    readFile(fileId: string, offset: number, length: number): Promise<Uint8Array>;
    fileSize(fileId: string): Promise<number | null>;
    discardFile(fileId: string): Promise<void>;
  };
  readonly media: {
    /** Cached bytes of mxc://…, or of one of its thumbnails (`variant` 'thumb'); undefined when they are not here. */
    read(source: string, variant: 'full' | 'thumb', offset: number, length: number): Promise<{ bytes: Uint8Array; size: number; mimeType: string } | undefined>;
    /** Kept in pieces while it comes; visible to `read` only when finished. Old ones make room beyond `mostBytes`. */
    begin(source: string, variant: 'full' | 'thumb', mimeType: string): Promise<string>;
    append(writeId: string, bytes: Uint8Array): Promise<void>;
    finish(writeId: string): Promise<void>;
    abandon(writeId: string): Promise<void>;
  };
  readonly search: { query(input: Input<'search'>): Promise<Output<'search'>> };
  readonly settings: { read(): Promise<Settings | null>; write(settings: Settings): Promise<void> };
  /** Small values main keeps with the person: their Matrix user id, last seen times. */
  readonly meta: { read(key: string): Promise<string | null>; write(key: string, value: string): Promise<void> };
  close(): Promise<void>;
}

/** What a write changed, for the screen and for notifications. */
export type Changes = {
  readonly conversations: readonly RoomId[];
  /** `items`: what stands under the keys now, when there are few. A key without an item is gone. */
  readonly timelines: readonly { readonly roomId: RoomId; readonly keys: readonly string[]; readonly appended: boolean; readonly items?: readonly TimelineItem[] }[];
  /** New words of clients and notes that mention me, not seen before, for notifications. */
  readonly arrived: readonly Arrival[];
  readonly newEvents: number;
};
export type Arrival = { readonly roomId: RoomId; readonly eventId: EventId; readonly at: number; readonly senderId: UserId; readonly senderName: string; readonly body: MessageBody; readonly conversation: Conversation; readonly mention: boolean };

export type OutgoingRow = {
  readonly localId: string;
  readonly roomId: RoomId;
  readonly outgoing: Outgoing;
  readonly state: 'queued' | 'uploading' | 'sending' | 'unsent' | 'sent';
  readonly reason: string | null;
  readonly mxc: string | null;
  readonly attempts: number;
  readonly notBefore: number;
  readonly createdAt: number;
  readonly eventId: EventId | null;
};

/** How the pushes of ipc follow from changes. */
export const pushesOf = (changes: Changes): Push[] => [
  ...changes.timelines.map(({ roomId, keys, appended, items }) => ({ push: 'timeline.changed' as const, roomId, keys: [...keys], appended, ...(items ? { items: [...items] } : {}) })),
  ...(changes.conversations.length > 0 ? [{ push: 'conversations.changed' as const, roomIds: [...changes.conversations] }] : []),
];

export type OpenStore = {
  /** Folder of the profile; made when missing (0700). */
  readonly directory: string;
  /** 32 bytes. Never written anywhere. */
  readonly key: Uint8Array;
  readonly userId: UserId;
  readonly mostMediaBytes?: number;
  /** Told when a file was found corrupt and rebuilt: `cache` is filled again from the box, `own` came from its mirror. */
  readonly onRebuilt?: (what: 'cache' | 'own' | 'own-lost') => void;
};
