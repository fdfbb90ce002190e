import { defineStore } from 'pinia';
import { reactive, ref, shallowRef } from 'vue';
import type { RoomId } from '@holdfast/contract';
import type { IndexProgress, SearchHit, SearchQuery } from '../../ipc/index.ts';
import { useBoxApi } from '../host/box-api.ts';

export type SearchFilters = { roomId: RoomId | null; side: 'client' | 'company' | null; kind: NonNullable<SearchQuery['kinds']>[number] | null; from: string; until: string };
const pageSize = 40;

/** The search in the local index. An answer that a newer question overtook is dropped; what was found stays until then. */
export const useSearchStore = defineStore('search', () => {
  const api = useBoxApi();
  const text = ref('');
  const filters = reactive<SearchFilters>({ roomId: null, side: null, kind: null, from: '', until: '' });
  const hits = shallowRef<readonly SearchHit[]>([]);
  const next = ref<string | null>(null);
  const progress = shallowRef<IndexProgress | null>(null);
  const status = ref<'idle' | 'searching' | 'ready' | 'failed'>('idle');
  let asked = 0;

  function query(after: string | null): SearchQuery {
    return {
      text: text.value,
      limit: pageSize,
      after,
      ...(filters.roomId === null ? {} : { roomId: filters.roomId }),
      ...(filters.side === null ? {} : { side: filters.side }),
      ...(filters.kind === null ? {} : { kinds: [filters.kind] }),
      ...(filters.from === '' ? {} : { from: startOfDay(filters.from) }),
      ...(filters.until === '' ? {} : { until: startOfDay(filters.until) + 86_400_000 - 1 }),
    };
  }

  async function run(): Promise<void> {
    const mine = ++asked;
    if (text.value.trim() === '') {
      [hits.value, next.value, status.value] = [[], null, 'idle'];
      progress.value = await api.readIndexProgress({}).catch(() => progress.value);
      return;
    }
    status.value = 'searching';
    try {
      const found = await api.search(query(null));
      if (mine !== asked) return;
      [hits.value, next.value, progress.value, status.value] = [found.hits, found.next, found.progress, 'ready'];
    } catch {
      if (mine === asked) status.value = 'failed'; // the hits of before stay on screen
    }
  }

  async function more(): Promise<void> {
    if (next.value === null) return;
    const mine = asked;
    const found = await api.search(query(next.value)).catch(() => null);
    if (found === null || mine !== asked) return;
    hits.value = [...hits.value, ...found.hits];
    next.value = found.next;
  }

  function noteProgress(now: IndexProgress): void {
    progress.value = now;
  }

  return { text, filters, hits, next, progress, status, run, more, noteProgress };
});

/** Midnight where the person sits. */
function startOfDay(date: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day).getTime();
}
