import type { Colleague } from '@holdfast/contract';

/** What is begun before the cursor: '@an' of a colleague's name, ':smi' of an emoji's. */
export type Begun = { readonly sign: '@' | ':'; readonly query: string; readonly from: number };

const pattern = /(?:^|[\s([{])([@:])([\p{L}\p{N}_+\-.]{0,32})$/u;

/** Looks back from the cursor. A colon needs two letters, because people write 12:30 and 'so: we'. */
export function begunAt(text: string, cursor: number): Begun | null {
  const match = pattern.exec(text.slice(Math.max(0, cursor - 40), cursor));
  if (!match) return null;
  const [, sign, query] = match as unknown as [string, '@' | ':', string];
  if (sign === ':' && query.length < 2) return null;
  return { sign, query, from: cursor - query.length - 1 };
}

/** Colleagues whose name or one of its words begins so. Those who were locked read nothing and are left out. */
export function matchingColleagues(colleagues: readonly Colleague[], query: string, most = 6): Colleague[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ name }: Colleague): number => {
    const lower = name.toLocaleLowerCase();
    if (lower.startsWith(wanted)) return 0;
    return lower.split(/\s+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return colleagues.filter((each) => each.state === 'active' && rank(each) < 2).sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name)).slice(0, most);
}

/** Those named in a text, longer names first: '@Anna Nowak' does not mention another Anna. A name that was deleted again mentions nobody. */
export function stillMentioned(text: string, known: readonly Colleague[]): Colleague['userId'][] {
  let rest = text;
  const named = new Set<Colleague['userId']>();
  for (const { name, userId } of [...known].sort((one, other) => other.name.length - one.name.length)) {
    if (!rest.includes(`@${name}`)) continue;
    named.add(userId);
    rest = rest.replaceAll(`@${name}`, ' ');
  }
  return [...named];
}
