import { fuzzyScore, plainText } from '@holdfast/ui';

export type Option = { readonly value: string; readonly label: string; readonly note?: string | undefined };

/** The options that match what was typed, best first; as they came while nothing was typed. At most `most`: nobody reads further. */
export function foundOptions(options: readonly Option[], typed: string, most = 50): readonly Option[] {
  const query = plainText(typed.trim());
  if (query === '') return options.slice(0, most);
  return options
    .map((option) => ({ option, score: fuzzyScore(query, plainText(option.label), plainText(option.note ?? '')) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ option }) => option);
}
