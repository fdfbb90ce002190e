import { computed, type ComputedRef } from 'vue';
import type { NavItem, PlaceAct } from '../feature.ts';
import { features } from '../features.ts';
import { useSessionStore } from '../session/session.store.ts';

const items: readonly NavItem[] = features.flatMap(({ nav = [] }) => nav);
const acts: readonly PlaceAct[] = features.flatMap(({ acts: own = [] }) => own);
const groups: readonly NavItem['group'][] = ['now', 'people', 'record', 'box'];

/** Where this person can go, in its groups; groups without a place are left out. */
export function useNav(): { items: ComputedRef<readonly NavItem[]>; acts: ComputedRef<readonly PlaceAct[]>; groups: ComputedRef<readonly { name: NavItem['group']; items: readonly NavItem[] }[]> } {
  const session = useSessionStore();
  const mine = computed(() => items.filter(({ anyOf }) => anyOf.some(session.may)));
  return {
    items: mine,
    acts: computed(() => acts.filter(({ anyOf }) => anyOf.some(session.may))),
    groups: computed(() => groups.map((name) => ({ name, items: mine.value.filter(({ group }) => group === name) })).filter((group) => group.items.length > 0)),
  };
}
