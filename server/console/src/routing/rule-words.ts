import type { RoutingAction, RoutingConditions } from '@holdfast/contract';
import { useFormat, useUiText } from '@holdfast/ui';
import { useLanguageName, useNamesStore } from '../names/index.ts';
import { dayRanges } from './rule-draft.ts';

const monday = Date.UTC(2024, 0, 1);

/** A rule as a sentence: 'A new client writes in Polish to Sales' and 'least busy of Warsaw'. */
export function useRuleWords() {
  const { t } = useUiText();
  const format = useFormat();
  const names = useNamesStore();
  const languageName = useLanguageName();
  const or = (words: readonly string[]): string => new Intl.ListFormat(format.value.tag, { type: 'disjunction' }).format(words);
  const dayName = (day: number, width: 'short' | 'narrow' | 'long' = 'short'): string => new Intl.DateTimeFormat(format.value.tag, { weekday: width, timeZone: 'UTC' }).format(monday + (day - 1) * 86_400_000);

  function hours({ days, from, until }: NonNullable<RoutingConditions['hours']>): string {
    const ranges = dayRanges(days ?? []).map(([first, last]) => (first === last ? dayName(first) : `${dayName(first)}–${dayName(last)}`));
    return [ranges.join(', '), `${from}–${until}`].filter(Boolean).join(' ');
  }

  return {
    dayName,
    condition({ accountIds, bridgeIds, languages, tags, client, hours: time }: RoutingConditions): string {
      const parts = [
        t(`routing.sentence.who.${client ?? 'any'}`),
        languages && t('routing.sentence.language', { list: or(languages.map((code) => languageName(code, true))) }),
        accountIds && t('routing.sentence.account', { list: or(accountIds.map((accountId) => names.account(accountId)?.label ?? '?')) }),
        bridgeIds && t('routing.sentence.network', { list: or(bridgeIds) }),
        tags && t('routing.sentence.tag', { list: or(tags) }),
        time && t('routing.sentence.hours', { hours: hours(time) }),
      ];
      return parts.filter(Boolean).join(' ').replaceAll(' ,', ',');
    },
    action(action: RoutingAction): string {
      if (action.kind === 'person') return names.person(action.userId)?.name ?? '?';
      return t(`routing.sentence.${action.kind}`, { team: names.team(action.teamId)?.name ?? '?' });
    },
  };
}
