import { ref, shallowReadonly, shallowRef } from 'vue';
import type { EventId, RoomId } from '@holdfast/contract';
import type { BoxApi, Input, Output, TimelineItem } from '../../ipc/index.ts';

type Anchor = Input<'readTimeline'>['anchor'];
type Page = Output<'readTimeline'>;

/** Pages are small because each is drawn while somebody scrolls; more than `MOST` messages are never held. */
const PAGE = 60;
const MOST = 600;
const KEYS_A_CALL = 500;
const AFTER_ALL = 2 ** 52;

export type TimelineWindow = ReturnType<typeof createTimelineWindow>;

/**
 * The stretch of a conversation that is held in memory: contiguous, ordered, bounded. It grows at the edge somebody scrolls
 * to and forgets at the other. Answers that come for a stretch that was left meanwhile are dropped.
 */
export function createTimelineWindow(api: BoxApi, roomId: RoomId) {
  const items = shallowRef<readonly TimelineItem[]>([]);
  const older = ref<Page['older']>('more');
  const newer = ref<Page['newer']>('more');
  const gapId = ref<string | null>(null);
  const status = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Messages that came while the end was not held, or not looked at. */
  const arrived = ref(0);
  const echoed = new Set<string>();
  let stretch = 0;
  let lastAnchor: Anchor = { at: 'end' };
  const running = { older: false, newer: false };

  function merge(known: readonly TimelineItem[], found: readonly TimelineItem[]): TimelineItem[] {
    const byKey = new Map(known.map((item) => [item.key, item]));
    for (const item of found) byKey.set(item.key, item);
    return [...byKey.values()].sort((one, other) => one.position - other.position);
  }

  function take(page: Page): void {
    items.value = [...page.items];
    older.value = page.older;
    newer.value = page.newer;
    gapId.value = page.gapId;
  }

  /** Shows another stretch. Resolves with the key of what the anchor meant, or null when nothing like it is here. */
  async function openAt(anchor: Anchor): Promise<string | null> {
    const mine = ++stretch;
    lastAnchor = anchor;
    status.value = 'loading';
    try {
      const sides = anchor.at === 'end' ? { before: PAGE, after: 0 } : { before: PAGE / 2, after: PAGE / 2 };
      const page = await api.readTimeline({ roomId, anchor, ...sides });
      if (mine !== stretch) return null;
      take(page);
      status.value = 'ready';
      if (page.newer === 'end') arrived.value = 0;
      return page.anchorKey;
    } catch {
      if (mine === stretch) status.value = 'failed'; // what was on screen stays on screen
      return null;
    }
  }

  const retry = (): Promise<string | null> => openAt(lastAnchor);

  async function grow(edge: 'older' | 'newer'): Promise<void> {
    const from = edge === 'older' ? items.value[0] : items.value.at(-1);
    if (!from || running[edge]) return;
    running[edge] = true;
    const mine = stretch;
    try {
      const sides = edge === 'older' ? { before: PAGE, after: 0 } : { before: 0, after: PAGE };
      const page = await api.readTimeline({ roomId, anchor: { at: 'position', position: from.position }, ...sides });
      if (mine !== stretch) return;
      const all = merge(items.value, page.items);
      if (edge === 'older') {
        older.value = page.older;
        items.value = all.slice(0, MOST);
        if (all.length > MOST) newer.value = 'more';
      } else {
        newer.value = page.newer;
        items.value = all.slice(-MOST);
        if (all.length > MOST) older.value = 'more';
        if (page.newer === 'end') arrived.value = 0;
      }
      if (page.gapId !== null) gapId.value = page.gapId;
      if (status.value === 'failed') status.value = 'ready';
    } catch {
      if (mine === stretch) status.value = 'failed';
    } finally {
      running[edge] = false;
    }
  }

  /** Asks again where a gap stood: after it was filled there is more, or the start. */
  async function reread(): Promise<void> {
    if (older.value === 'gap') await grow('older');
    if (newer.value === 'gap') await grow('newer');
  }

  async function refresh(): Promise<void> {
    const middle = items.value[Math.floor(items.value.length / 2)];
    if (newer.value === 'end' || !middle) await openAt({ at: 'end' });
    else await openAt({ at: 'position', position: middle.position });
  }

  /** Takes in a `timeline.changed`. Without keys the stretch is read again; without items they are asked for. */
  async function changed(keys: readonly string[] | undefined, appended: boolean, told?: readonly TimelineItem[]): Promise<void> {
    if (status.value === 'idle') return;
    if (!keys) return refresh();
    const mine = stretch;
    const held = new Set(items.value.map((item) => item.key));
    const wanted = appended && newer.value !== 'end' ? keys.filter((key) => held.has(key)) : keys;
    if (appended && newer.value !== 'end') arrived.value += keys.filter((key) => !held.has(key)).length;
    if (told) place(told.filter(({ key }) => wanted.includes(key)), new Set(wanted));
    else await ask(wanted, mine);
    if (!appended) await reread();
  }

  async function ask(wanted: readonly string[], mine: number): Promise<void> {
    for (let at = 0; at < wanted.length; at += KEYS_A_CALL) {
      const asked = wanted.slice(at, at + KEYS_A_CALL);
      const found = await api.readItems({ roomId, keys: asked });
      if (mine !== stretch) return;
      place(found, new Set(asked));
    }
  }

  /**
   * A message of ours the moment it is sent, before it is kept: the item of the store takes its place by the same key, and
   * `unechoed` takes it away when it was not taken. Nothing when the end is not on screen.
   */
  function echo(item: Omit<TimelineItem, 'position'>): void {
    if (status.value !== 'ready' || newer.value !== 'end' || items.value.some(({ key }) => key === item.key)) return;
    items.value = [...items.value, { ...item, position: Math.max(AFTER_ALL, (items.value.at(-1)?.position ?? 0) + 1) }];
    echoed.add(item.key);
  }
  function unechoed(key: string): void {
    if (echoed.delete(key)) items.value = items.value.filter((item) => item.key !== key);
  }

  function place(found: readonly TimelineItem[], asked: ReadonlySet<string>): void {
    const first = items.value[0]?.position ?? Number.NEGATIVE_INFINITY;
    const last = items.value.at(-1)?.position ?? Number.POSITIVE_INFINITY;
    const here = new Set(items.value.map((item) => item.key));
    const belongs = (item: TimelineItem): boolean =>
      here.has(item.key) || ((item.position > first || items.value.length === 0 || older.value === 'start') && (item.position < last || newer.value === 'end'));
    const answered = new Set(found.map((item) => item.key));
    for (const key of answered) echoed.delete(key);
    const kept = items.value.filter((item) => !asked.has(item.key) || answered.has(item.key)); // what is asked for and not answered is gone
    items.value = merge(kept, found.filter(belongs));
  }

  function progressed(localId: string, progress: number): void {
    const at = items.value.findIndex((item) => item.localId === localId);
    const item = items.value[at];
    if (!item?.send) return;
    items.value = items.value.with(at, { ...item, send: { ...item.send, progress } });
  }

  const find = (eventId: EventId): TimelineItem | undefined => items.value.find((item) => item.eventId === eventId);

  return {
    roomId,
    items: shallowReadonly(items),
    older: shallowReadonly(older),
    newer: shallowReadonly(newer),
    gapId: shallowReadonly(gapId),
    status: shallowReadonly(status),
    arrived,
    openAt,
    retry,
    loadOlder: async (): Promise<void> => (older.value === 'more' ? grow('older') : undefined),
    loadNewer: async (): Promise<void> => (newer.value === 'more' ? grow('newer') : undefined),
    reread,
    changed,
    echo,
    unechoed,
    progressed,
    find,
  };
}
