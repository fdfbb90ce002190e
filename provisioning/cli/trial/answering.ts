import { createHash } from 'node:crypto';
import { Client as KnownClient, ClientNote, OwnedRoom, PortalList, type Account, type Person, type Portal } from '@holdfast/contract';
import { pollUntil } from '../../apply/poll.ts';
import type { BoxApi } from '../box-api.ts';
import { listAccounts, listPeople } from '../choose.ts';
import type { HomeserverSession } from '../homeserver-session.ts';
import { digits, Screen } from '../loopback-network.ts';
import { clients, groups, type Client } from './cast.ts';
import type { Conversation } from './script.ts';
import { companyNumber, type Network } from './speaking.ts';

const appearsWithinMs = 120_000;
const arrivesWithinMs = 60_000;
const api1 = '/api/v1';

type Api = Pick<BoxApi, 'call'>;
type Wanted = { readonly name: string; readonly with: 'sales' | 'support'; readonly owner: string | undefined };

const wanted: readonly Wanted[] = [
  ...clients.flatMap(({ name, conversations }) => conversations.map((conversation): Wanted => ({ name, with: conversation.with, owner: conversation.owner }))),
  ...groups.map((group): Wanted => ({ name: group.name, with: group.with, owner: group.owner })),
];

/** Waits until every conversation of the script can be answered on the box. */
export async function awaitConversations(api: Api): Promise<void> {
  await pollUntil(async () => {
    const find = await roomsOf(api);
    return wanted.every((one) => find(one)?.state === 'open');
  }, appearsWithinMs, 'the conversations of the trial');
}

/** Finds a conversation by the number it runs on and the name it bears. */
async function roomsOf(api: Api): Promise<(conversation: Pick<Wanted, 'name' | 'with'>) => Portal | undefined> {
  const accounts = await listAccounts(api);
  const { portals } = await api.call('GET', `${api1}/portals`, { query: { limit: 500 }, reply: PortalList });
  const accountOf = (slug: string): Account | undefined => accounts.find((account) => account.bridgeId === 'loopback' && account.slug === slug);
  return ({ name, with: slug }) => portals.find((portal) => portal.name === name && portal.accountId === accountOf(slug)?.accountId && portal.state !== 'closed');
}

/** Who the clients are, and who answers whom. What already has an owner keeps them. */
export async function introduce(api: Api): Promise<void> {
  const find = await roomsOf(api);
  const people = await listPeople(api);
  for (const client of clients) {
    const clientId = find({ name: client.name, with: client.conversations[0]!.with })?.clientId;
    const body = { language: client.language, ...(client.firm === undefined ? {} : { firm: client.firm }), ...(client.tags === undefined ? {} : { tags: client.tags }) };
    if (clientId) await api.call('PATCH', `${api1}/clients/${clientId}`, { body, reply: KnownClient });
  }
  for (const conversation of wanted) {
    const room = find(conversation);
    const owner = people.find((person) => person.signInName === conversation.owner);
    if (!room || !owner?.userId || room.ownerUserId !== null) continue;
    await api.call('POST', `${api1}/queue/${encodeURIComponent(room.roomId)}/assign`, { body: { userId: owner.userId }, reply: OwnedRoom });
  }
}

/** An employee at work: their own API and their own Matrix client. */
export type AtWork = { readonly person: Person; readonly api: Api; readonly matrix: HomeserverSession };

/** What the employees say, and note for each other. What was said before is not said again. */
export async function answer(administrator: Api, network: Network, atWork: (signInName: string) => AtWork): Promise<void> {
  const find = await roomsOf(administrator);
  for (const client of clients) {
    for (const conversation of client.conversations) {
      const room = find({ name: client.name, with: conversation.with });
      if (room && conversation.owner !== undefined) await answerOne(client, conversation, room, atWork(conversation.owner), network);
    }
    const owner = client.conversations.find((one) => one.owner !== undefined)?.owner;
    const clientId = find({ name: client.name, with: client.conversations[0]!.with })?.clientId;
    if (client.clientNote !== undefined && owner !== undefined && clientId) await noteDown(atWork(owner).api, clientId, client.clientNote);
  }
}

async function answerOne(client: Client, { with: slug, answers = [], note }: Conversation, { roomId }: Portal, { matrix }: AtWork, network: Network): Promise<void> {
  if (answers.length === 0 && note === undefined) return;
  await pollUntil(async () => (await matrix.joinedRooms()).includes(roomId), arrivesWithinMs, 'an employee to be let into their conversation');
  const before = await matrix.lastEvents(roomId, 30);
  const said = (body: string) => before.some(({ sender, content }) => sender === matrix.userId && content['body'] === body);
  if (note !== undefined && !said(note)) await matrix.send(roomId, 'io.holdfast.note', { body: note });
  for (const body of answers) {
    if (!said(body)) await matrix.send(roomId, 'm.room.message', { msgtype: 'm.text', body });
    await pollUntil(() => shows(network, client.number, companyNumber(slug), body), arrivesWithinMs, 'an answer to reach its phone');
  }
}

async function shows(network: Network, number: string, peer: string, text: string): Promise<boolean> {
  const { chats } = await network.call('GET', `/phones/${digits(number)}/screen?with=${encodeURIComponent(peer)}`, { reply: Screen });
  return chats.some(({ messages }) => (messages ?? []).some(({ content }) => content?.text === text));
}

/** Under a key made of what it says: ordered twice, it is written once. */
async function noteDown(api: Api, clientId: string, text: string): Promise<void> {
  const idempotencyKey = `trial-${createHash('sha256').update(clientId).update(text).digest('hex').slice(0, 32)}`;
  await api.call('POST', `${api1}/clients/${clientId}/notes`, { body: { text, idempotencyKey }, reply: ClientNote });
}
