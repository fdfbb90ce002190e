import type { PersonList } from '@holdfast/contract';
import { computed, type ComputedRef } from 'vue';
import { useConsoleApi, useLoaded } from '../api/index.ts';
import type { Option } from './found-options.ts';
import { useNamesStore } from './names.store.ts';

/** Everybody who can sign in to the box, whoever left among them, by the id that the audit trail writes. */
export function usePeopleOptions(): ComputedRef<readonly Option[]> {
  const api = useConsoleApi();
  const names = useNamesStore();
  const people = useLoaded<PersonList>((signal) => api.get('/people', { signal }), { stale: ({ kind }) => kind === 'person.changed' });
  return computed(() => (people.value.value?.people ?? []).map(({ personId, name, teamId }) => ({ value: personId, label: name, note: names.team(teamId)?.name })));
}
