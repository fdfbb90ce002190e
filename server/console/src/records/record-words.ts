import { deliveryReasons, refusals } from '@holdfast/contract';

/** Keys of words for codes of the record; a code of a newer box is told in general words, with the code beside it. */
export const refusalKey = (code: string): string => (Object.hasOwn(refusals, code) ? `records.refusals.codes.${code}` : 'records.refusals.other');
export const reasonKey = (code: string | null): string | null => (code === null ? null : Object.hasOwn(deliveryReasons, code) ? `records.decisions.reasons.${code}` : 'records.decisions.otherReason');
export const actKey = (action: string): string => `records.access.acts.${action.replaceAll('.', '-')}`;

/** A calendar day in UTC at its noon, so that it is the same day wherever the person sits. */
export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Share of the busiest day on the page, for the bar beside the numbers; what is there is never drawn as nothing. */
export function shareOf(value: number, most: number): string {
  if (value <= 0 || most <= 0) return '0%';
  return `${Math.max(2, Math.round((value / most) * 100))}%`;
}
/** Minutes and seconds until a moment; null when it is over. */
export function timeLeft(endsAt: number, now: number): string | null {
  const seconds = Math.ceil((endsAt - now) / 1000);
  return seconds <= 0 ? null : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
