import type { SearchHit } from '../../ipc/index.ts';
import { wordsIn, type Word } from './fold.ts';
import type { Term } from './query.ts';

const around = 80;
const most = 240;

/** Where the terms stand in a text. */
function hitsIn(words: readonly Word[], terms: readonly Term[]): [number, number][] {
  const hits: [number, number][] = [];
  for (const { words: wanted, open } of terms) {
    for (let first = 0; first + wanted.length <= words.length; first += 1) {
      const fits = wanted.every((word, offset) => {
        const here = words[first + offset]?.folded ?? '';
        return open && offset === wanted.length - 1 ? here.startsWith(word) : here === word;
      });
      const last = words[first + wanted.length - 1];
      if (fits && last) hits.push([words[first]?.start ?? 0, last.end]);
    }
  }
  return hits.sort(([a], [b]) => a - b);
}

/** The end of the character that a place may be in the middle of. */
const whole = (text: string, at: number): number => (at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at);

/** The words around the first hit, in one line of the same length as the text it is cut from: marks stay where they are. */
export function excerptOf(text: string, terms: readonly Term[]): Pick<SearchHit, 'excerpt' | 'marks'> {
  const hits = hitsIn(wordsIn(text), terms);
  const [first] = hits[0] ?? [0];
  const start = first <= around ? 0 : whole(text, first - around);
  const end = whole(text, Math.min(text.length, start + most));
  const lead = start > 0 ? '…' : '';
  const excerpt = lead + text.slice(start, end).replace(/\s/gu, ' ') + (end < text.length ? '…' : '');
  const marks: [number, number][] = [];
  for (const [from, to] of hits) {
    if (from < start || to > end) continue;
    const mark: [number, number] = [from - start + lead.length, to - start + lead.length];
    const previous = marks.at(-1);
    if (previous && mark[0] < previous[1]) previous[1] = Math.max(previous[1], mark[1]);
    else marks.push(mark);
  }
  return { excerpt, marks };
}
