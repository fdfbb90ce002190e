const CONTEXT = 2;

/** Line by line, what goes (`-`) and what comes (`+`), with two lines around each change. For rendered files, which are short. */
export function diffLines(before: string, after: string): string[] {
  const edits = editScript(toLines(before), toLines(after));
  const near = edits.map((_, index) => edits.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(([mark]) => mark !== ' '));
  const shown: string[] = [];
  for (const [index, [mark, line]] of edits.entries()) {
    if (near[index]) shown.push(`${mark}${line}`);
    else if (shown.length > 0 && shown.at(-1) !== '…') shown.push('…');
  }
  return shown.at(-1) === '…' ? shown.slice(0, -1) : shown;
}

/** Replaces every secret in a text by dots. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  let hidden = text;
  for (const secret of secrets) if (secret.length >= 8) hidden = hidden.replaceAll(secret, '•••');
  return hidden;
}

const toLines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The classic longest-common-subsequence table, after the equal beginning and end are set aside. */
function editScript(before: readonly string[], after: readonly string[]): [mark: string, line: string][] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const same = (lines: readonly string[]) => lines.map((line): [string, string] => [' ', line]);
  return [
    ...same(before.slice(0, start)),
    ...editMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function editMiddle(before: readonly string[], after: readonly string[]): [string, string][] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const row = table[i];
    for (let j = after.length - 1; row && j >= 0; j--) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const edits: [string, string][] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push([' ', before[i++] ?? '']);
      j++;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1))) edits.push(['-', before[i++] ?? '']);
    else edits.push(['+', after[j++] ?? '']);
  }
  return edits;
}
