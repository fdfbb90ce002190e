import type { ChangeSettings, Settings } from '@holdfast/contract';
import { useAct, useConsoleApi, useLoaded } from '../api/index.ts';

/** The settings as the box has them, and the one way to change some: with the version that was shown, so that nobody overwrites anybody. */
export function useSettings() {
  const api = useConsoleApi();
  const loaded = useLoaded<Settings>((signal) => api.get('/settings', { signal }), { stale: ({ kind }) => kind === 'settings.changed' });
  const save = useAct(async (changes: Omit<ChangeSettings, 'version'>, shown: number) => {
    try {
      loaded.value.value = await api.patch<Settings>('/settings', { body: { ...changes, version: shown } });
      return true;
    } catch (refusal) {
      await loaded.reload(); // after CHANGED_MEANWHILE: what is there now stands beside what was typed
      throw refusal;
    }
  });
  return { loaded, save };
}
