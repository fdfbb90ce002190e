import { wordsIn } from './fold.ts';

/** One thing looked for: words that stand side by side; in the last of an unquoted one, more letters may follow. */
export type Term = { readonly words: readonly string[]; readonly open: boolean };
export type ParsedQuery = { readonly wanted: readonly Term[]; readonly unwanted: readonly Term[]; /** Something was asked for, though maybe nothing that could be found. */ readonly asks: boolean };

const mostTerms = 16;
const mostWords = 32;
const parts = /(-?)"([^"]*)(?:"|$)|(-?)(\S+)/gu;

/**
 * Any text is a query. A quote that is not closed runs to the end; a minus leaves out only where it begins a word; whatever
 * holds no word at all looks for nothing.
 */
export function parseQuery(text: string): ParsedQuery {
  const wanted = new Map<string, Term>();
  const unwanted = new Map<string, Term>();
  for (const match of text.matchAll(parts)) {
    const quoted = match[2];
    const term = { words: wordsIn(quoted ?? match[4] ?? '', mostWords).map(({ folded }) => folded), open: quoted === undefined };
    if (term.words.length === 0) continue;
    const into = (match[1] || match[3]) === '-' ? unwanted : wanted;
    if (into.size < mostTerms) into.set(`${term.open ? 'p' : 'q'} ${term.words.join(' ')}`, term);
  }
  return { wanted: [...wanted.values()], unwanted: [...unwanted.values()], asks: /\S/u.test(text) };
}

/** Folded words hold letters and digits only, so that quoting them leaves no syntax to meet. */
const phrase = ({ words, open }: Term): string => `"${words.join(' ')}"${open ? ' *' : ''}`;

/** The query in FTS5's language; undefined when there is nothing to look for. `filters`: groups of marks, one of each must be there. */
export function matchOf({ wanted, unwanted }: ParsedQuery, filters: readonly (readonly string[])[], banned: readonly string[]): string | undefined {
  const any = (marks: readonly string[]): string => `marks : (${marks.map((mark) => `"${mark}"`).join(' OR ')})`;
  const all = [...wanted.map((term) => `words : ${phrase(term)}`), ...filters.map(any)];
  if (all.length === 0) return undefined;
  const not = [...unwanted.map((term) => `words : ${phrase(term)}`), ...(banned.length === 0 ? [] : [any(banned)])];
  return not.length === 0 ? all.join(' AND ') : `(${all.join(' AND ')}) NOT (${not.join(' OR ')})`;
}
