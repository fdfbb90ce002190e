/**
 * What somebody typed, as a question to a table of words: beginnings of words, all of which must be there. Null when there
 * is no letter or digit in it. Pure.
 */
export function matchOf(typed: string): string | null {
  const words = typed.normalize('NFC').match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' AND ');
}

const fewestDigits = 6;

/**
 * The ways in which typed digits may stand inside a number: as they are, without the zeros or the 8 people dial in front
 * of a number at home. Empty when it is no number, or too short to mean anybody in particular. Pure.
 */
export function digitsOf(typed: string): string[] {
  if (!/^[\s\d+().\-/]+$/.test(typed)) return [];
  const digits = typed.replaceAll(/\D/g, '').replace(/^0+/, '');
  if (digits.length < fewestDigits || digits.length > 15) return [];
  return /^8\d{10}$/.test(digits) ? [digits, digits.slice(1)] : [digits];
}
