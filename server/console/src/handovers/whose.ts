import type { Handover } from '@holdfast/contract';
import { useFormat, useUiText } from '@holdfast/ui';
import { useNamesStore } from '../names/index.ts';

/** What a handover is called: the person who leaves or gives away, else how many conversations. */
export function useHandoverName(): (handover: Pick<Handover, 'leaver' | 'scope'>) => string {
  const { t } = useUiText();
  const format = useFormat();
  const names = useNamesStore();
  return ({ leaver, scope }) => {
    const userId = leaver ?? (scope.kind === 'person' ? scope.userId : null);
    if (userId !== null) return names.person(userId)?.name ?? userId;
    const count = scope.kind === 'rooms' ? scope.roomIds.length : 0;
    return t('handovers.rooms', { count: format.value.number(count) }, count);
  };
}
