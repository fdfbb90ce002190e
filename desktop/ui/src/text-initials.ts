const letter = /^\p{L}/u;

/**
 * Up to two letters for a name: of its first word and of its last. Empty for what has no letters (a telephone number, an
 * emoji): then a picture of a person says more than a digit would.
 */
export function initialsOf(name: string): string {
  const words = name.normalize('NFC').split(/[\s.·|/\\,()\-_]+/u).filter((word) => letter.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word ? [...word][0]!.toLocaleUpperCase() : '')).join('');
}
