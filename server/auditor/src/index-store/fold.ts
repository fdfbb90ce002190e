/**
 * Words as they are compared: lower case, without accents (ё is е, й is и, ї is і, ґ is г, ł is l), apostrophes left out.
 * Index and query fold with this and nothing else; the index's own tokenizer only splits at the spaces put here.
 */
const mostLetters = 64;
/** Ideographs and emoji have no spaces between them: each is a word. */
const words = /\p{Extended_Pictographic}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}\p{M}]|['’ʼ`](?=\p{L}))*/gu;
const marks = /[\p{M}'’ʼ`]+/gu;
const alone: Readonly<Record<string, string>> = { ł: 'l', ґ: 'г', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ѣ: 'е' };
const stubborn = new RegExp(`[${Object.keys(alone).join('')}]`, 'g');
const plain = /^[a-z0-9]+$/;
const pictograph = /^\p{Extended_Pictographic}/u;

export function foldWord(word: string): string {
  if (plain.test(word)) return word.slice(0, mostLetters);
  if (pictograph.test(word)) return `emoji${(word.codePointAt(0) ?? 0).toString(16)}`;
  const folded = word.toLowerCase().normalize('NFKD').replace(marks, '').toLowerCase().replace(stubborn, (letter) => alone[letter] ?? letter);
  return folded.replace(/[^\p{L}\p{N}\p{Co}]+/gu, '').slice(0, mostLetters);
}

/** As they stand in the text, accents and all: stems need them. */
export const rawWords = (text: string): string[] => text.match(words) ?? [];
export const foldText = (text: string): string => rawWords(text).map(foldWord).filter((word) => word !== '').join(' ');

/** Groups of digits that together may be a phone number: "+48 (600) 123-456". */
const numbers = /\+?\d(?:[\s().\u00a0-]{0,2}\d){6,16}(?!\d)/gu;
export const joinedNumbers = (text: string): string[] => [...new Set((text.match(numbers) ?? []).map((found) => found.replace(/\D/gu, '')))];
