import { alertKinds, type Alert } from '@holdfast/contract';

export const kindKey = (kind: string): string => (Object.hasOwn(alertKinds, kind) ? `health.kinds.${kind.replaceAll('.', '-')}` : 'health.otherKind');
export const severityOf = (kind: string): 'info' | 'warning' | 'critical' => (Object.hasOwn(alertKinds, kind) ? alertKinds[kind as keyof typeof alertKinds] : 'warning');

const text = (detail: unknown, key: string): string | null => {
  const value = typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>)[key] : null;
  return typeof value === 'string' ? value : null;
};

export type AlertPlace = { readonly key: 'account' | 'handset' | 'room' | 'records' | 'archive' | 'parts' | 'checks'; readonly to: string };

/** Where what an alert tells of is solved; the nearest first, and never none. */
export function placesOf({ kind, target, detail }: Pick<Alert, 'kind' | 'target' | 'detail'>): readonly AlertPlace[] {
  const places: AlertPlace[] = [];
  const handset = text(detail, 'handsetId');
  const account = target.startsWith('acct_') ? target : text(detail, 'accountId');
  const room = target.startsWith('!') ? target : text(detail, 'roomId');
  if (handset) places.push({ key: 'handset', to: `/handsets?handset=${encodeURIComponent(handset)}` });
  if (account) places.push({ key: 'account', to: `/accounts/${encodeURIComponent(account)}` });
  if (kind === 'delivery.uncertain') places.push({ key: 'records', to: '/records/decisions' });
  if (kind.startsWith('archive.')) places.push({ key: 'archive', to: '/records/archive' });
  if (room) places.push({ key: 'room', to: `/clients/conversations?room=${encodeURIComponent(room)}` });
  if (places.length === 0) places.push({ key: kind === 'job.stuck' || kind === 'journal.fault' ? 'checks' : 'parts', to: kind === 'job.stuck' || kind === 'journal.fault' ? '/box?tab=checks' : '/box' });
  return places;
}
