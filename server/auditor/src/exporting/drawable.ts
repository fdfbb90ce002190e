/** Letters that a font does not have, by their code, and how often. */
export type NotDrawn = Map<string, number>;

const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\u{e0020}-\u{e007f}]/u;
const lineBreaks = /[\n\t]/u;

/**
 * A text as it can be drawn: what the font lacks stands as its code in angle brackets, so that a reader sees that something
 * stood there, and what. Marks that only join or turn what is around them are left out.
 */
export function drawable(text: string, has: (code: number) => boolean, notDrawn: NotDrawn): string {
  let drawn = '';
  for (const letter of text.normalize('NFC').replaceAll('\r\n', '\n')) {
    const code = letter.codePointAt(0) ?? 0;
    if (lineBreaks.test(letter)) drawn += letter === '\t' ? '    ' : letter;
    else if (invisible.test(letter)) continue;
    else if (code >= 32 && code !== 127 && has(code)) drawn += letter;
    else {
      const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      notDrawn.set(name, (notDrawn.get(name) ?? 0) + 1);
      drawn += `<${name}>`;
    }
  }
  return drawn;
}
