import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue';
import type { IconName } from '@holdfast/ui';

export type PaletteAct = {
  readonly id: string;
  readonly label: () => string;
  readonly icon?: IconName;
  /** Other words for the same, only searched. */
  readonly words?: () => string;
  readonly run: () => void;
};
const acts = shallowRef<readonly PaletteAct[]>([]);

/** Adds acts to the palette for as long as the calling component lives. */
export function addPaletteActs(mine: readonly PaletteAct[]): void {
  acts.value = [...mine, ...acts.value];
  onScopeDispose(() => void (acts.value = acts.value.filter((act) => !mine.includes(act))));
}
export const usePaletteActs = (): Readonly<ShallowRef<readonly PaletteAct[]>> => shallowReadonly(acts);
