import { unlinkAlarmDays, type Account, type AccountStatistics } from '@holdfast/contract';

const day = 86_400_000;

/** Whole days before the network unlinks it, rounded down: 'four days' is not said when it is three and a half. Null is unknown. */
export function daysLeft({ unlinksAt }: Pick<Account, 'unlinksAt'>, now: number): number | null {
  return unlinksAt === 'unknown' ? null : Math.max(0, Math.floor((unlinksAt - now) / day));
}

export type Standing = { readonly key: string; readonly tone: 'green' | 'amber' | 'red' | 'neutral' };
/** How a number stands, as one word of `accounts.standing` and what it means. Paused is said before everything else: somebody did it. */
export function standingOf({ paused, state }: Pick<Account, 'paused' | 'state'>): Standing {
  if (paused) return { key: 'paused', tone: 'amber' };
  switch (state) {
    case 'connected':
      return { key: state, tone: 'green' };
    case 'bad-credentials':
    case 'logged-out':
      return { key: state, tone: 'red' };
    case 'transient-disconnect':
      return { key: state, tone: 'amber' };
    case 'connecting':
    case 'unlinked':
    case 'unknown':
      return { key: state, tone: 'neutral' };
  }
}
/** Somebody has to do something about it. */
export const isInTrouble = (account: Account, now: number): boolean => account.paused || !['connected', 'connecting'].includes(account.state) || (daysLeft(account, now) ?? unlinkAlarmDays + 1) <= unlinkAlarmDays;

const reasons = ['BOX_STARTING', 'LOGGED_OUT_HERE', 'REPLACED_BY_ANOTHER_PAIRING', 'LOGIN_OVERRIDDEN_ANOTHER_USER', 'PHONE_OFFLINE', 'WRONG_NUMBER'] as const;
/** The known word behind the code of a state, `PHONE_OFFLINE` for `loopback-phone-offline`; null where only the code is known. */
export function reasonKey(code: string | null): (typeof reasons)[number] | null {
  const plain = (code ?? '').toUpperCase().replaceAll(/[-.]/g, '_');
  return reasons.find((reason) => plain === reason || plain.endsWith(`_${reason}`)) ?? null;
}

const failures = [
  'WRONG_NUMBER', 'NUMBER_IN_USE', 'START_AGAIN', 'LOGIN_TIMEOUT', 'WRONG_CODE', 'WRONG_PASSWORD', 'BAD_NUMBER', 'NOT_ON_NETWORK', 'BRIDGE_UNAVAILABLE', 'CLIENT_OUTDATED', 'UNAUTHORIZED', 'TOO_MANY_ATTEMPTS', 'M_FORBIDDEN',
] as const;
/** The known word behind the code a linking failed with; networks put their own name before it. */
export function failureKey(code: string | null): (typeof failures)[number] | 'other' {
  const plain = (code ?? '').toUpperCase().replaceAll(/[-.]/g, '_');
  return failures.find((failure) => plain === failure || plain.endsWith(`_${failure}`)) ?? 'other';
}

export type DayBar = { readonly day: string; readonly received: number; readonly sent: number; readonly troubled: number; readonly receivedShare: number; readonly sentShare: number; readonly troubledShare: number };
/** The days as shares of the busiest one. Troubled: failed, uncertain or refused, drawn on top of what was sent. */
export function dayBars({ days }: Pick<AccountStatistics, 'days'>): readonly DayBar[] {
  const most = Math.max(1, ...days.map(({ received, sent, refused }) => Math.max(received, sent + refused)));
  return days.map(({ day: name, received, sent, failed, uncertain, refused }) => {
    const troubled = failed + uncertain + refused;
    return { day: name, received, sent, troubled, receivedShare: received / most, sentShare: Math.max(0, sent - failed - uncertain) / most, troubledShare: troubled / most };
  });
}

/** '850 ms', '1.2 s', '3 min': how long messages took. */
export function tookWords(ms: number, number: (value: number) => string, words: { ms: string; s: string; min: string }): string {
  if (ms < 1_000) return `${number(ms)} ${words.ms}`;
  if (ms < 90_000) return `${number(Math.round(ms / 100) / 10)} ${words.s}`;
  return `${number(Math.round(ms / 60_000))} ${words.min}`;
}

const latin: Readonly<Record<string, string>> = { ł: 'l', а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', ё: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y', і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ы: 'y', э: 'e', ю: 'iu', я: 'ia', ь: '', ъ: '' };
/** The short name the box keeps a number under, made of what people call it. Empty where nothing of it can stand there. */
export function slugOf(label: string): string {
  const plain = [...label.toLowerCase().normalize('NFD').replaceAll(/[\u0300-\u0305\u0307-\u036f]/g, '').normalize('NFC')].map((letter) => latin[letter] ?? letter).join('');
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '');
}

/** A number as the box wants it, without what people write between the digits; null where it is none. */
export function e164(typed: string): string | null {
  const plain = typed.replaceAll(/[\s().\-–]/g, '').replace(/^00/, '+');
  return /^\+[0-9]{5,15}$/.test(plain) ? plain : null;
}
