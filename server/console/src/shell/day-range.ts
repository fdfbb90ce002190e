/** Days as the address writes them, `YYYY-MM-DD`, where the person sits; a range holds its first and its last day whole. */
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

const midnight = (day: string | null, plusDays: number): number | undefined => {
  const parts = shape.exec(day ?? '');
  if (!parts) return undefined;
  const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + plusDays).getTime();
  return Number.isNaN(at) ? undefined : at;
};
export const startOfDay = (day: string | null): number | undefined => midnight(day, 0);
export function endOfDay(day: string | null): number | undefined {
  const next = midnight(day, 1);
  return next === undefined ? undefined : next - 1;
}
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}
/** The last `days` days, today among them. */
export function lastDays(days: number, now: number): { from: string; to: string } {
  const first = new Date(now);
  first.setDate(first.getDate() - days + 1);
  return { from: dayOf(first.getTime()), to: dayOf(now) };
}
