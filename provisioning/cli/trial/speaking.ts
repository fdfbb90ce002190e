import { pollUntil } from '../../apply/poll.ts';
import { digits, LoopbackRefusal, Screen, Written, type LoopbackNetwork } from '../loopback-network.ts';
import { attachmentBody } from './attach.ts';
import { numbers, type Client, type Group } from './cast.ts';
import { portrait } from './pictures.ts';
import type { Attachment, Line } from './script.ts';

export type Network = Pick<LoopbackNetwork, 'call'>;
const startTimeoutMs = 60_000;
const minuteMs = 60_000;

export const companyNumber = (slug: 'sales' | 'support'): string => numbers.find((one) => one.slug === slug)!.number;

/** The bridge listens a little before its network is there; until then it says so, and nothing was done. */
export async function awaitNetwork(network: Network): Promise<void> {
  await pollUntil(async () => {
    try {
      await network.call('GET', '/phones');
      return true;
    } catch (refusal) {
      if (refusal instanceof LoopbackRefusal && refusal.status === 503) return false;
      throw refusal;
    }
  }, startTimeoutMs, 'the imitation messenger');
}

export async function switchOn(network: Network, { number, name, portrait: hue }: Pick<Client, 'number' | 'name' | 'portrait'>): Promise<void> {
  const body = { name, on_network: true, ...(hue === undefined ? {} : { avatar: portrait(hue).toString('base64') }) };
  await network.call('POST', `/phones/${digits(number)}`, { body });
}

type Said = { readonly from: string; readonly to: string; readonly isClient: boolean; readonly minutesAgo: number; readonly text?: string | undefined; readonly attached?: Attachment | undefined };

/**
 * Says what of a conversation has not been said yet: as many lines as its screen shows are behind us. One after the other,
 * so that being stopped between any two and starting again says each of them once. A client who writes has read what stands
 * above; what the company's handset has read is its employees' affair.
 */
async function sayTheRest(network: Network, watching: string, chat: string, lines: readonly Said[], startedAt: number): Promise<void> {
  const { chats } = await network.call('GET', `/phones/${digits(watching)}/screen?with=${encodeURIComponent(chat)}`, { reply: Screen });
  const said = chats.reduce((sum, { messages }) => sum + (messages?.length ?? 0), 0);
  let heard: { readonly id: string; readonly from: string } | undefined;
  for (const { from, to, isClient, minutesAgo, text, attached } of lines.slice(said)) {
    if (isClient && heard && heard.from !== from) await network.call('POST', `/phones/${digits(from)}/receipts`, { body: { to, message: heard.id } });
    const body = { to, sent_at: startedAt - minutesAgo * minuteMs, ...(text === undefined ? {} : { text }), ...(attached ? attachmentBody(attached) : {}) };
    const { id } = await network.call('POST', `/phones/${digits(from)}/messages`, { body, reply: Written });
    heard = { id, from };
  }
}

/** What the client and the company's handset wrote to each other before the box's people came. */
export async function playConversation(network: Network, client: string, company: string, lines: readonly Line[], startedAt: number): Promise<void> {
  const said = lines.map(({ minutesAgo, by, text, attached }): Said => ({
    from: by === 'client' ? client : company, to: by === 'client' ? company : client, isClient: by === 'client', minutesAgo, text, attached,
  }));
  await sayTheRest(network, client, company, said, startedAt);
}

/** Makes the group unless `known` names one made before; `made` keeps its id before anything is said in it. */
export async function playGroup(network: Network, group: Group, startedAt: number, { known, made }: { known: string | undefined; made: (id: string) => void }): Promise<void> {
  const company = companyNumber(group.with);
  let id = known;
  if (id === undefined) {
    const body = { founder: digits(group.founder), name: group.name, members: [...group.members, company].map(digits) };
    id = ((await network.call('POST', '/groups', { body })) as { id: string }).id;
    made(id);
  }
  const chat = id;
  const said = group.lines.map(({ from, minutesAgo, text, attached }): Said => ({ from: from === 'handset' ? company : from, to: chat, isClient: from !== 'handset', minutesAgo, text, attached }));
  await sayTheRest(network, group.founder, chat, said, startedAt);
}

/** From now on the client answers by themselves. False where the messenger cannot do that. */
export async function makeLively(network: Network, { number, language, persona }: Client): Promise<boolean> {
  const { lines, replyAfterMs, writesEveryMs } = persona;
  const body = { language, lines, reply_after_ms: replyAfterMs, ...(writesEveryMs === undefined ? {} : { writes_every_ms: writesEveryMs }) };
  try {
    await network.call('PUT', `/phones/${digits(number)}/persona`, { body });
    return true;
  } catch (refusal) {
    if (refusal instanceof LoopbackRefusal && refusal.status === 404) return false;
    throw refusal;
  }
}
