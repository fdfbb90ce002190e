const marks = /\p{M}/gu;

/** Small letters without their marks, so that 'lukasz' finds Łukasz and 'федор' finds Фёдор. */
export const plain = (text: string): string => text.normalize('NFD').replace(marks, '').toLowerCase().replaceAll('ł', 'l').replaceAll('ø', 'o').replaceAll('đ', 'd');

/**
 * How well a text answers what was typed: every word of it must begin a word (best) or stand inside of one. 0 when it does not
 * answer at all. Expects both sides to be plain.
 */
export function matchScore(text: string, words: readonly string[]): number {
  let score = 1;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at === -1) return 0;
    if (at === 0) score += 3;
    else if (/[\s(+@.,«"-]/.test(text[at - 1]!) || text.includes(` ${word}`)) score += 2;
    else score += word.length > 1 ? 0.5 : -0.9;
  }
  return Math.max(score, 0);
}

export const queryWords = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean);
