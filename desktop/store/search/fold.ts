/**
 * Words as they are compared: lower case, without accents, ё as е, й as и, ї as і, ґ as г, ł as l, apostrophes left out
 * ("п'ять" is one word however it is typed). Index, query and highlighting fold with this and nothing else, so that what is
 * found is what is marked. The index's own tokenizer only splits at the spaces put here.
 */
export type Word = { readonly folded: string; readonly start: number; readonly end: number };

const mostLetters = 64;
/** Ideographs and emoji have no spaces between them: each is a word. */
const words = /\p{Extended_Pictographic}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}\p{M}]|['’ʼ`](?=\p{L}))*/gu;
const marks = /[\p{M}'’ʼ`]+/gu;
const alone: Readonly<Record<string, string>> = { ł: 'l', ґ: 'г', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ѣ: 'е', ѐ: 'е', ѝ: 'и' };
const stubborn = new RegExp(`[${Object.keys(alone).join('')}]`, 'g');
const plain = /^[a-z0-9]+$/;
const pictograph = /^\p{Extended_Pictographic}/u;

function foldWord(word: string): string {
  if (plain.test(word)) return word.slice(0, mostLetters);
  if (pictograph.test(word)) return `emoji${(word.codePointAt(0) ?? 0).toString(16)}`;
  const folded = word.toLowerCase().normalize('NFKD').replace(marks, '').toLowerCase().replace(stubborn, (letter) => alone[letter] ?? letter);
  return folded.replace(/[^\p{L}\p{N}\p{Co}]+/gu, '').slice(0, mostLetters);
}

/** The words of a text with where they stand in it (UTF-16). At most `most` of them. */
export function wordsIn(text: string, most = 20_000): Word[] {
  const found: Word[] = [];
  words.lastIndex = 0;
  for (let match = words.exec(text); match !== null && found.length < most; match = words.exec(text)) {
    const folded = foldWord(match[0]);
    if (folded !== '') found.push({ folded, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

export const foldText = (text: string): string => wordsIn(text).map(({ folded }) => folded).join(' ');
