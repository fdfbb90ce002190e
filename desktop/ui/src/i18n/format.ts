import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useUiText } from './create-ui-i18n.ts';
import { formatLocale } from './locales.ts';
import type { Locale } from './locales.ts';

const DAY = 86_400_000;
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Number of calendar days from `then` to `now` where the person sits; 0 is today, 1 yesterday. */
export function calendarDaysBetween(then: number, now: number): number {
  const start = (at: number): number => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((start(now) - start(then)) / DAY);
}

/** Numbers, sizes, times and dates in the form a person is used to. Formatters are made once: they are slow to make and quick to use. */
export function createFormat(tag: string) {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const date = (key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
    let found = dates.get(key);
    if (!found) dates.set(key, (found = new Intl.DateTimeFormat(tag, options)));
    return found;
  };
  const numbers = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    tag,
    number: (value: number): string => numbers.format(value),
    percent: (share: number): string => percent.format(share),
    list: (items: readonly string[]): string => lists.format(items),
    /** '340 kB': one decimal below ten, none above. */
    bytes(value: number): string {
      const power = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1);
      const amount = value / 1000 ** power;
      const maximumFractionDigits = power === 0 || amount >= 10 ? 0 : 1;
      return new Intl.NumberFormat(tag, { style: 'unit', unit: units[power] ?? 'byte', maximumFractionDigits }).format(amount);
    },
    /** '3:07' of a voice message or a call. */
    duration(ms: number): string {
      const seconds = Math.max(0, Math.round(ms / 1000));
      const two = (part: number): string => String(part).padStart(2, '0');
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor(seconds / 60) % 60;
      return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    },
    clock: (at: number): string => date('clock', { hour: 'numeric', minute: '2-digit' }).format(at),
    date: (at: number): string => date('date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at),
    shortDate: (at: number): string => date('short', { day: 'numeric', month: 'short' }).format(at),
    longDate: (at: number): string => date('long', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at),
    weekday: (at: number): string => date('weekday', { weekday: 'short' }).format(at),
    dateTime: (at: number): string =>
      date('full', { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' }).format(at),
    /** Shortest that is not ambiguous, as lists write it: a clock today, a weekday this week, a date before. */
    listTime(at: number, now: number): string {
      const days = calendarDaysBetween(at, now);
      if (days <= 0) return this.clock(at);
      if (days < 7) return this.weekday(at);
      return new Date(at).getFullYear() === new Date(now).getFullYear() ? this.shortDate(at) : this.date(at);
    },
  };
}
export type Format = ReturnType<typeof createFormat>;

const cache = new Map<string, Format>();
/** The format of the present language and the region the computer is set to; follows when the language changes. */
export function useFormat(): ComputedRef<Format> {
  const { locale } = useUiText();
  return computed(() => {
    const tag = formatLocale(locale.value as Locale, navigator.languages);
    let found = cache.get(tag);
    if (!found) cache.set(tag, (found = createFormat(tag)));
    return found;
  });
}

/** Words for stretches of time and for days, in the language of the screen. */
export function useTimeWords() {
  const { t } = useUiText();
  const format = useFormat();
  return {
    /** '2 h 10': how long somebody has waited. Never seconds: they would only make people nervous. */
    waited(ms: number): string {
      const minutes = Math.floor(Math.max(0, ms) / 60_000);
      if (minutes < 1) return t('ui.time.now');
      if (minutes < 60) return t('ui.time.minutes', { count: minutes });
      const hours = Math.floor(minutes / 60);
      if (hours >= 24) return t('ui.time.days', { count: Math.floor(hours / 24) }, Math.floor(hours / 24));
      const rest = minutes % 60;
      return rest === 0 ? t('ui.time.hoursOnly', { hours }) : t('ui.time.hours', { hours, minutes: String(rest).padStart(2, '0') });
    },
    /** 'Today', 'Yesterday', 'Monday 3 March 2025': the separator between two days of a conversation. */
    day(at: number, now: number): string {
      const days = calendarDaysBetween(at, now);
      if (days === 0) return t('ui.time.today');
      if (days === 1) return t('ui.time.yesterday');
      return format.value.longDate(at);
    },
  };
}
