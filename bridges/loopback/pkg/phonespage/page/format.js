import { locale, t } from './words.js';

const formats = new Map();
function shaped(name, options, ms) {
  const key = `${locale()} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key).format(ms);
}

export const clock = (ms) => shaped('clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, ms);

const startOfDay = (ms) => new Date(ms).setHours(0, 0, 0, 0);
const daysAgo = (ms) => Math.round((startOfDay(Date.now()) - startOfDay(ms)) / 86_400_000);

/** Where a list has room for one word: the hour, the weekday or the date. */
export function when(ms) {
  const days = daysAgo(ms);
  if (days <= 0) return clock(ms);
  if (days === 1) return t('yesterday');
  return days < 7 ? shaped('weekday', { weekday: 'short' }, ms) : shaped('date', { day: 'numeric', month: 'short' }, ms);
}

export function day(ms) {
  const days = daysAgo(ms);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  const thisYear = new Date(ms).getFullYear() === new Date().getFullYear();
  return shaped(thisYear ? 'day' : 'day of a year', { weekday: 'long', day: 'numeric', month: 'long', ...(thisYear ? {} : { year: 'numeric' }) }, ms);
}

export const isSameDay = (one, other) => startOfDay(one) === startOfDay(other);

export function size(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let at = 0;
  let value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: units[at], unitDisplay: at === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && at > 0 ? 1 : 0 }).format(value);
}

export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const prefixes = ['380', '420', '421', '370', '371', '372', '44', '48', '49', '33', '34', '39', '1', '7'];

/** As people read it: the country, then threes. One whose country is not known here stays in one piece. */
export function readable(number) {
  const country = prefixes.find((prefix) => number.startsWith(prefix));
  if (!country) return `+${number}`;
  const rest = number.slice(country.length);
  const groups = rest.match(/\d{1,3}/g) ?? [];
  if (groups.length > 1 && groups.at(-1).length === 1) groups.splice(-2, 2, groups.at(-2) + groups.at(-1));
  return `+${[country, ...groups].join(' ')}`;
}

export const initials = (name) => {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, ' ').trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...word][0].toLocaleUpperCase()).join('') || '#';
};
