const marks = /\p{M}/gu;
const letters: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', ё: 'е', ґ: 'г' };

/** Small letters without their marks, each in the place of its own: 'Łukasz' and 'lukasz', 'Фёдор' and 'федор' are one. */
export function plainText(text: string): string {
  let plain = '';
  for (const letter of text.normalize('NFC').toLowerCase()) plain += letters[letter] ?? letter.normalize('NFD').replace(marks, '');
  return plain;
}

const startsWord = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!);

/**
 * How well one typed word is found in a text, higher is better and 0 is not at all. Whole beginnings are best, then the
 * beginning of a word, then somewhere inside, then the letters in their order with others between ('ncl' finds 'New client').
 * Both must be plain.
 */
export function wordScore(text: string, word: string): number {
  if (word === '') return 1;
  let at = text.indexOf(word);
  if (at === 0) return 100 + (text.length === word.length ? 20 : 0);
  let inside = 0;
  while (at !== -1) {
    if (startsWord(text, at)) return 80 - Math.min(20, at / 4);
    inside ||= 50 - Math.min(20, at / 4);
    at = text.indexOf(word, at + 1);
  }
  if (inside > 0) return inside;
  if (word.length < 2) return 0;
  let score = 0;
  let from = 0;
  let before = -2;
  for (const letter of word) {
    const found = text.indexOf(letter, from);
    if (found === -1) return 0;
    score += startsWord(text, found) ? 6 : found === before + 1 ? 4 : 0;
    before = found;
    from = found + 1;
  }
  // Letters strewn anywhere are chance, not meaning.
  return score >= word.length * 3 ? Math.min(40, score) : 0;
}

/** Every typed word must be found, in the name or, for half the merit, in what else the thing is known by. */
export function fuzzyScore(query: string, name: string, others = ''): number {
  let total = 0;
  const words = query.split(/\s+/).filter(Boolean);
  for (const word of words) {
    const own = wordScore(name, word);
    const score = own > 0 || others === '' ? own : wordScore(others, word) / 2;
    if (score === 0) return 0;
    total += score;
  }
  return words.length === 0 ? 1 : total / words.length - Math.min(5, name.length / 40);
}
