import { auditActions, type AuditAction } from '@holdfast/contract';

/** Key of an act's words: dots would be steps down in a catalogue. */
export const actKey = (action: string): string => `audit.acts.${action.replaceAll('.', '-')}`;

const known: ReadonlySet<string> = new Set(auditActions);
/** The acts that an address names; what is no act is left out, so that an old or a forged link shows something. */
export const actsOf = (text: string | null): AuditAction[] => [...new Set((text ?? '').split(',').filter((one): one is AuditAction => known.has(one)))];

/** Where the thing an act was done to is shown; null where no page shows it. */
export function placeOf(target: string): string | null {
  const [prefix = ''] = target.split('_', 1);
  const id = encodeURIComponent(target);
  switch (prefix) {
    case 'pers': return `/people/${id}`;
    case 'acct': return target.startsWith('acct_') ? `/accounts/${id}` : null;
    case 'clnt': return `/clients/${id}`;
    case 'hand': return `/handovers/${id}`;
    case 'impt': return `/clients/import/${id}`;
    case 'hset': return `/handsets?handset=${id}`;
    case 'greet': return `/routing/greetings?greeting=${id}`;
    case 'alrt': return `/box?tab=alerts&alert=${id}`;
    default: return target.startsWith('!') ? `/clients/conversations?room=${id}` : null;
  }
}

export type Detail = { readonly key: string; readonly text: string };
/** What an entry holds besides, one line a value; lists of values stay on their line. */
export function detailLines(detail: unknown, prefix = ''): Detail[] {
  if (detail === null || detail === undefined) return [];
  if (typeof detail !== 'object') return [{ key: prefix, text: typeof detail === 'string' ? detail : JSON.stringify(detail) }];
  if (Array.isArray(detail) && detail.every((one) => typeof one !== 'object' || one === null)) return detail.length === 0 ? [] : [{ key: prefix, text: detail.map(String).join(', ') }];
  return Object.entries(detail).flatMap(([key, value]) => detailLines(value, prefix === '' ? key : `${prefix}.${key}`));
}

/** Names in the place of ids, wherever the box said one. */
export const withNames = (text: string, names: ReadonlyMap<string, string>): string => text.split(', ').map((one) => names.get(one) ?? one).join(', ');
