import type { RoutingRule, UserId } from '@holdfast/contract';
import type { EmployeeFacts } from './directory-facts.ts';

export type RoutingFacts = {
  /** Who last owned a conversation with the same client, if anybody. */
  readonly lastOwner: EmployeeFacts | undefined;
  readonly accountOwner: EmployeeFacts | undefined;
  readonly team: readonly EmployeeFacts[];
  readonly clientLanguage: string | null;
  /** Somebody answers in their place now. */
  readonly away: ReadonlySet<UserId>;
};

export type Choice = { readonly owner: UserId | null; readonly rule: RoutingRule };

/**
 * Who gets a new conversation when no rule of the company says otherwise: who knew the client, else who has the account,
 * else the team's least loaded. Caps and absence bind the last of these alone: the first two name a person, and a cover
 * answers in their place. Pure.
 */
export function chooseOwner({ lastOwner, accountOwner, ...facts }: RoutingFacts): Choice {
  if (lastOwner && mayAnswer(lastOwner)) return { owner: lastOwner.userId, rule: 'last-owner' };
  if (accountOwner && mayAnswer(accountOwner)) return { owner: accountOwner.userId, rule: 'account-owner' };
  const owner = leastLoaded(facts);
  return owner === null ? { owner, rule: 'unassigned' } : { owner, rule: 'least-loaded' };
}

/** The least loaded of a team who is there, has room left and, where one does, speaks the client's language. Pure. */
export function leastLoaded({ team, clientLanguage, away }: Pick<RoutingFacts, 'team' | 'clientLanguage' | 'away'>): UserId | null {
  const free = team.filter((person) => mayAnswer(person) && !away.has(person.userId) && (person.roomCap === null || person.rooms < person.roomCap));
  const speaking = clientLanguage === null ? [] : free.filter((person) => person.languages.includes(clientLanguage));
  const [chosen] = (speaking.length > 0 ? speaking : free).toSorted((a, b) => a.rooms - b.rooms || (a.userId < b.userId ? -1 : 1));
  return chosen?.userId ?? null;
}

export const mayAnswer = (person: EmployeeFacts): boolean => person.active && person.answersClients;
