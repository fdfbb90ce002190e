import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventId, InboxRoom, RoomId, UserId } from '@holdfast/contract';
import type { MatrixEvent, SyncedRoom, TimelineItem } from '../../ipc/index.ts';
import { openStore, type OpenStore, type Store } from '../../store/index.ts';

export const room = '!room' as RoomId;
export const me = '@anna:box.test' as UserId;
export const boris = '@boris:box.test' as UserId;
export const jan = '@loopback_48511:box.test' as UserId;
export const bot = '@loopbackbot:box.test' as UserId;
export const service = '@acct_loopback_sales:box.test' as UserId;
export const storeKey = new Uint8Array(32).fill(7);
const start = 1_790_000_000_000;

/** An event as the homeserver gives it; ids name themselves. */
export function event(id: string, sender: string, content: Record<string, unknown>, more: Partial<MatrixEvent> & { n?: number } = {}): MatrixEvent {
  const { n = Number(/\d+/.exec(id)?.[0] ?? 0), ...rest } = more;
  return { event_id: `$${id}` as EventId, type: 'm.room.message', sender: sender as UserId, origin_server_ts: start + n * 1000, content, ...rest };
}
export const text = (id: string, sender: string, body: string, more: Record<string, unknown> = {}): MatrixEvent => event(id, sender, { msgtype: 'm.text', body, ...more });

export const facts = (roomId: RoomId = room, more: Partial<InboxRoom> = {}): InboxRoom => ({
  roomId, state: 'open', direct: true, name: 'Jan Kowalski', right: 'owner', ownerUserId: me,
  account: { accountId: 'acct_0000000000000001', bridgeId: 'loopback', network: 'Loopback', label: 'Sales', number: '+48600000001', serviceUserId: service, state: 'connected', stateReason: null, paused: false },
  client: { clientId: 'clnt_0000000000000001', name: 'Jan Kowalski', firm: null, language: 'pl', tags: [] },
  botUserId: bot, companyGhosts: [], predecessorRoomId: null, lastEventAt: start, lastClientAt: null, lastCompanyAt: null, ...more,
} as InboxRoom);

export const synced = (timeline: MatrixEvent[], more: Partial<SyncedRoom> = {}): SyncedRoom => ({ roomId: room, state: [], timeline, limited: false, initial: false, prevBatch: null, receipts: [], ...more });

/** A store in a folder of its own, with one conversation that is known to the control plane. */
export async function openRig(options: Partial<OpenStore> = {}) {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'holdfast-store-'));
  const open = (): Promise<Store> => openStore({ directory, key: storeKey, userId: me, ...options });
  const rig = {
    store: await open(),
    directory,
    apply: (timeline: MatrixEvent[], more: Partial<SyncedRoom> = {}) => rig.store.sync.apply({ rooms: [synced(timeline, more)] }),
    items: async (count = 200): Promise<TimelineItem[]> => (await rig.store.conversations.readTimeline({ roomId: room, anchor: { at: 'end' }, before: count, after: 0 })).items,
    conversation: async () => (await rig.store.conversations.list([room])).conversations[0]!,
    item: async (id: string): Promise<TimelineItem | undefined> => (await rig.store.conversations.readItems({ roomId: room, keys: [`$${id}`] }))[0],
    /** Closed and opened again, as the next morning. */
    async reopen() {
      await rig.store.close();
      rig.store = await open();
      return rig;
    },
    async close(): Promise<void> {
      await rig.store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await rig.store.sync.setColleagues([{ userId: me, name: 'Anna Nowak', teamId: null, state: 'active' }, { userId: boris, name: 'Boris Wilk', teamId: null, state: 'active' }]);
  await rig.store.sync.setFacts([facts()], true);
  return rig;
}
export type Rig = Awaited<ReturnType<typeof openRig>>;

/** Every byte of every file under a folder. */
export function bytesUnder(directory: string): Buffer {
  return Buffer.concat(readdirSync(directory, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}
/** Which of the words stand somewhere in the bytes, in UTF-8 or UTF-16. */
export const foundIn = (bytes: Buffer, words: readonly string[]): string[] => words.filter((word) => bytes.includes(Buffer.from(word, 'utf8')) || bytes.includes(Buffer.from(word, 'utf16le')));
export const shownText = (item: TimelineItem | undefined): string | null => (item?.body.kind === 'text' ? item.body.text : (item?.body.kind ?? null));
