import { foldWord, joinedNumbers, rawWords } from './fold.ts';
import { stems } from './stems.ts';

/** One thing looked for: a word in all its forms, the beginning of words, words side by side exactly so, or a number. */
export type Term =
  | { readonly kind: 'word'; readonly word: string; readonly stems: readonly string[] }
  | { readonly kind: 'prefix'; readonly word: string }
  | { readonly kind: 'phrase'; readonly words: readonly string[] }
  | { readonly kind: 'number'; readonly digits: string };
export type ParsedQuery = { readonly wanted: readonly Term[]; readonly unwanted: readonly Term[] };

const parts = /(-?)"([^"]*)(?:"|$)|(-?)(\+?\d(?:[\s().-]{0,2}\d){6,16})(?=\s|$)|(-?)(\S+)/gu;
const mostTerms = 32;

/**
 * Any text is a query: words must all be there, in any form; `"…"` exactly so and side by side; `word*` the beginning; `-`
 * what must not be there. What holds no word looks for nothing.
 */
export function parseQuery(text: string): ParsedQuery {
  const wanted: Term[] = [];
  const unwanted: Term[] = [];
  for (const [, quoteMinus, quoted, numberMinus, number, wordMinus, loose] of text.matchAll(parts)) {
    const into = quoteMinus === '-' || numberMinus === '-' || wordMinus === '-' ? unwanted : wanted;
    into.push(...(quoted !== undefined ? phrase(quoted) : number !== undefined ? joinedNumbers(number).map((digits): Term => ({ kind: 'number', digits })) : looseTerms(loose ?? '')));
  }
  return { wanted: wanted.slice(0, mostTerms), unwanted: unwanted.slice(0, mostTerms) };
}

function phrase(text: string): Term[] {
  const words = rawWords(text).map(foldWord).filter((word) => word !== '');
  return words.length === 0 ? [] : [{ kind: 'phrase', words }];
}

function looseTerms(text: string): Term[] {
  const raw = rawWords(text).filter((word) => foldWord(word) !== '');
  const [only] = raw;
  if (only === undefined) return [];
  if (raw.length > 1) return phrase(text); // "e-mail", "12.50": one word to whoever typed it
  return text.endsWith('*') ? [{ kind: 'prefix', word: foldWord(only) }] : [{ kind: 'word', word: foldWord(only), stems: stems(only) }];
}

/** Folded words hold letters and digits only, so that quoting leaves no syntax to meet. */
const any = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' OR ');
function termMatch(term: Term): string {
  switch (term.kind) {
    case 'word':
      return term.stems.length === 0 ? `words : "${term.word}"` : `(words : "${term.word}" OR stems : (${any(term.stems)}))`;
    case 'prefix':
      return `words : "${term.word}" *`;
    case 'phrase':
      return `words : "${term.words.join(' ')}"`;
    case 'number':
      return `(words : "${term.digits}" OR stems : "${term.digits}")`;
  }
}

/** In FTS5's language; undefined when nothing is looked for. `tags`: of each group one must be there. */
export function matchOf({ wanted, unwanted }: ParsedQuery, tags: readonly (readonly string[])[]): string | undefined {
  const all = [...wanted.map(termMatch), ...tags.map((group) => `tags : (${any(group)})`)];
  if (all.length === 0) return undefined;
  return unwanted.length === 0 ? all.join(' AND ') : `(${all.join(' AND ')}) NOT (${unwanted.map(termMatch).join(' OR ')})`;
}
