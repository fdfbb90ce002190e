/** Whose words they are, told from the id alone: the box makes ids so (docs/spec/archive.md, "Who is who"). */
export type Side = 'client' | 'employee' | 'account' | 'box';

const localpart = (user: string): string => user.slice(1, user.includes(':') ? user.indexOf(':') : undefined);

export function sideOf(user: string, bridges: ReadonlySet<string>): Side {
  const local = localpart(user);
  if (local.startsWith('acct_')) return 'account';
  if (local === 'holdfast' || local.startsWith('holdfast_')) return 'box';
  for (const bridge of bridges) {
    if (local === `${bridge}bot`) return 'box';
    if (local.startsWith(`${bridge}_`)) return 'client';
  }
  return 'employee';
}

/** The digits of a ghost's or a company account's id, where networks name people by their number. */
export const numberOf = (user: string): string | null => /(?:^|[^0-9])(\d{6,15})$/.exec(localpart(user))?.[1] ?? null;
