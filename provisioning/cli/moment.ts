import { OperatorError } from '../apply/operator-error.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `2026-12-01`, `2026-12-01T09:00`, or from now on: `+30m`, `+8h`, `+14d`. A date without an offset is this machine's time. */
export function parseMoment(text: string, now: number = Date.now()): number {
  const relative = /^\+(\d{1,6})([smhdw])$/.exec(text);
  if (relative) return now + Number(relative[1]) * units[relative[2] as keyof typeof units];
  const absolute = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')) : NaN;
  if (Number.isNaN(absolute)) throw new OperatorError(`${text} is no moment`, 'Write a date (2026-12-01), a time (2026-12-01T09:00) or a span from now on (+30m, +8h, +14d).');
  return absolute;
}
