import { AccountList, OwnedRoomList, PersonList, QueueList, TeamList } from '@holdfast/contract';
import type { Account, OwnedRoom, Person, QueuedRoom, Team } from '@holdfast/contract';
import { OperatorError } from '../apply/operator-error.ts';
import type { BoxApi } from './box-api.ts';
import { harmless } from './show.ts';

type Api = Pick<BoxApi, 'call'>;

/**
 * What a person typed, as the one thing meant: by id, by an exact name, or by a part of the name that only one thing has.
 * Never guesses between two.
 */
export function choose<Thing>(typed: string, what: string, things: readonly Thing[], namesOf: (thing: Thing) => readonly (string | null)[]): Thing {
  const wanted = typed.toLowerCase();
  const named = things.map((thing) => ({ thing, names: namesOf(thing).filter((name): name is string => name !== null) }));
  const exact = named.filter(({ names }) => names.some((name) => name.toLowerCase() === wanted));
  const found = exact.length > 0 ? exact : named.filter(({ names }) => names.some((name) => name.toLowerCase().includes(wanted)));
  if (found.length === 1) return found[0]!.thing;
  const list = (of: typeof named) => of.slice(0, 10).map(({ names }) => harmless(names.at(-1) ?? '?')).join(', ') + (of.length > 10 ? ', …' : '');
  if (found.length > 1) throw new OperatorError(`${typed} may be more than one ${what}`, `Which one: ${list(found)}?`);
  throw new OperatorError(`there is no ${what} ${typed}`, named.length === 0 ? `There is no ${what} at all.` : `There are: ${list(named)}.`);
}

export async function listAccounts(api: Api): Promise<Account[]> {
  return (await api.call('GET', '/api/v1/accounts', { reply: AccountList })).accounts;
}
export async function chooseAccount(api: Api, typed: string): Promise<Account> {
  return choose(typed, 'account', await listAccounts(api), ({ accountId, serviceUserId, number, label, bridgeId, slug }) => [accountId, serviceUserId, number, label, slug, `${bridgeId}/${slug}`]);
}

export async function listPeople(api: Api): Promise<Person[]> {
  return (await api.call('GET', '/api/v1/people', { reply: PersonList })).people;
}
export async function choosePerson(api: Api, typed: string): Promise<Person> {
  return choose(typed, 'person', await listPeople(api), ({ personId, userId, name, signInName }) => [personId, userId, name, signInName]);
}
/** Somebody who can answer clients: they have a Matrix id. */
export async function chooseEmployee(api: Api, typed: string): Promise<Person & { userId: NonNullable<Person['userId']> }> {
  const person = await choosePerson(api, typed);
  if (person.userId === null) throw new OperatorError(`${person.signInName} answers no clients`, 'Only employees and team leads have conversations.');
  return { ...person, userId: person.userId };
}

export async function listTeams(api: Api): Promise<Team[]> {
  return (await api.call('GET', '/api/v1/teams', { reply: TeamList })).teams;
}
export async function chooseTeam(api: Api, typed: string): Promise<Team> {
  return choose(typed, 'team', await listTeams(api), ({ teamId, name, slug }) => [teamId, name, slug]);
}

export async function listQueue(api: Api, query: { teamId?: string } = {}): Promise<QueuedRoom[]> {
  return (await api.call('GET', '/api/v1/queue', { query, reply: QueueList })).rooms;
}
export async function chooseQueued(api: Api, typed: string): Promise<QueuedRoom> {
  return choose(typed, 'waiting conversation', await listQueue(api), ({ roomId, name }) => [roomId, name ?? roomId]);
}

export async function listRooms(api: Api, query: { owner?: string; accountId?: string } = {}): Promise<OwnedRoom[]> {
  return (await api.call('GET', '/api/v1/rooms', { query: { ...query, limit: 1000 }, reply: OwnedRoomList })).rooms;
}
export async function chooseRoom(api: Api, typed: string): Promise<OwnedRoom> {
  return choose(typed, 'conversation', await listRooms(api), ({ roomId, name }) => [roomId, name ?? roomId]);
}
