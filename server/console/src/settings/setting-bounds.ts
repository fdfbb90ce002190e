/** What a number in a field is: `null` where it is none, or lies outside its bounds. */
export function numberWithin(text: string, minimum: number | null, maximum: number | null): number | null {
  if (!/^\s*\d{1,9}\s*$/.test(text)) return null;
  const value = Number(text);
  return (minimum !== null && value < minimum) || (maximum !== null && value > maximum) ? null : value;
}
/** A value of the file as somebody reads it: one line, no quotes around words. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map(plainValue).join(', ') || '–';
  if (typeof value === 'object') return Object.values(value).map(plainValue).join(' · ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
