import { print } from './box-option.ts';

export const say = (line = ''): void => void print(line);

/** A cell of a table. Times end in `At` or are named `at`, so that a table shows them as times without being told. */
type Row = Readonly<Record<string, unknown>>;

/** Prints a list for people, or the same for programs. Columns are keys of the rows, in the order given. */
export function printTable(rows: readonly Row[], columns: readonly string[], { json, none }: { json?: boolean | undefined; none: string }): void {
  if (json) return say(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return say(none);
  const cells = rows.map((row) => columns.map((column) => cell(column, row[column])));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((line) => widthOf(line[index]!))));
  const line = (texts: readonly string[]) => texts.map((text, index) => text + ' '.repeat(Math.max(0, widths[index]! - widthOf(text)))).join('  ').trimEnd();
  say(line(columns.map((column) => column.toUpperCase())));
  for (const texts of cells) say(line(texts));
}

/** One thing, a line per field. */
export function printFields(thing: Row, { json }: { json?: boolean | undefined } = {}): void {
  if (json) return say(JSON.stringify(thing, null, 2));
  const width = Math.max(...Object.keys(thing).map((key) => key.length));
  for (const [key, value] of Object.entries(thing)) say(`${key.padEnd(width)}  ${cell(key, value)}`);
}

function cell(name: string, value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' && /^(at|since)$|(At|Since|Until)$/.test(name)) return new Date(value).toISOString().slice(0, 19).replace('T', ' ');
  if (typeof value === 'number' && name.endsWith('Ms')) return duration(value);
  if (Array.isArray(value)) return value.map((item) => cell('', item)).join(', ') || '–';
  return harmless(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Text from outside may hold escape sequences that repaint the terminal; none of them reaches it. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => (character === '\n' ? '⏎' : '�'));
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const widthOf = (text: string) => [...segmenter.segment(text)].length;
