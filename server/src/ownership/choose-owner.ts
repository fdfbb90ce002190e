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
 * Who gets a new conversation: who knew the client, else who has the account, else the team's least loaded who has room
 * left and, where one does, speaks the client's language. Caps and absence bind the last rule alone: the first two name a
 * person, and a cover answers in their place. Pure.
 */
export function chooseOwner({ lastOwner, accountOwner, team, clientLanguage, away }: RoutingFacts): Choice {
  if (lastOwner && mayAnswer(lastOwner)) return { owner: lastOwner.userId, rule: 'last-owner' };
  if (accountOwner && mayAnswer(accountOwner)) return { owner: accountOwner.userId, rule: 'account-owner' };
  const free = team.filter((person) => mayAnswer(person) && !away.has(person.userId) && (person.roomCap === null || person.rooms < person.roomCap));
  const speaking = clientLanguage === null ? [] : free.filter((person) => person.languages.includes(clientLanguage));
  const [chosen] = (speaking.length > 0 ? speaking : free).toSorted((a, b) => a.rooms - b.rooms || (a.userId < b.userId ? -1 : 1));
  return chosen ? { owner: chosen.userId, rule: 'least-loaded' } : { owner: null, rule: 'unassigned' };
}

const mayAnswer = (person: EmployeeFacts): boolean => person.active && person.answersClients;
