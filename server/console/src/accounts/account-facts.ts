import { computed, type ComputedRef } from 'vue';
import type { Account } from '@holdfast/contract';
import { useFormat, useNow, useUiText } from '@holdfast/ui';
import { useNamesStore, useNetworkNames } from '../names/index.ts';
import { daysLeft } from './account-words.ts';

/** What there is to say about a number, name and value, in the order one asks. */
export function useAccountFacts(account: () => Account, waiting: () => number): ComputedRef<readonly { key: string; label: string; text: string }[]> {
  const { t } = useUiText();
  const format = useFormat();
  const names = useNamesStore();
  const now = useNow();
  const networkName = useNetworkNames();
  return computed(() => {
    const { number, teamId, ownerUserId, lastPhoneContactAt, unlinksAt, staleMinutes, numberHistory, unofficialClient, riskAccepted, network } = account();
    const left = daysLeft(account(), now.value);
    const fact = (key: string, text: string) => ({ key, label: t(`accounts.facts.${key}`), text });
    return [
      fact('network', networkName(network)),
      fact('number', number ?? t('accounts.noNumber')),
      fact('team', teamId === null ? t('accounts.noTeam') : (names.team(teamId)?.name ?? '')),
      fact('owner', ownerUserId === null ? t('accounts.facts.ownerNone') : (names.person(ownerUserId)?.name ?? '')),
      fact('phone', lastPhoneContactAt === 'unknown' ? t('accounts.phoneUnknown') : format.value.dateTime(lastPhoneContactAt)),
      fact('unlinks', unlinksAt === 'unknown' || left === null ? t('accounts.daysUnknown') : `${t('accounts.days', { count: left }, left)} (${t('accounts.unlinksIn', { when: format.value.date(unlinksAt) })})`),
      fact('waiting', waiting() === 0 ? t('accounts.facts.none') : t('accounts.notSent', { count: waiting() }, waiting())),
      fact('stale', t('accounts.facts.staleMinutes', { count: staleMinutes }, staleMinutes)),
      fact('history', t(`accounts.history.${numberHistory ?? 'none'}`)),
      ...(unofficialClient ? [fact('risk', riskAccepted === null ? t('accounts.facts.riskNone') : `${riskAccepted.byName ?? t('linking.about.somebody')}, ${format.value.dateTime(riskAccepted.at)}`)] : []),
    ];
  });
}
