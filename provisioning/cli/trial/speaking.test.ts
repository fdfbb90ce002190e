import { describe, expect, test } from 'vitest';
import { LoopbackRefusal } from '../loopback-network.ts';
import { clients, groups } from './cast.ts';
import { them, us } from './script.ts';
import { awaitNetwork, makeLively, playConversation, playGroup, type Network } from './speaking.ts';

type Body = { to: string; text?: string; sent_at: number; kind?: string };
type Said = Body & { from: string };

/** The imitation messenger as far as writing goes: what was taken stays, also when the asker dies right after. */
function fakeNetwork({ diesAfter = Infinity } = {}) {
  const said: Said[] = [];
  const made: unknown[] = [];
  const read: string[] = [];
  const chatOf = (a: string, b: string): string => (b.startsWith('g-') ? b : [a, b].map((number) => number.replace('+', '')).toSorted().join('-'));
  let writes = 0;
  const call = async (method: string, path: string, { body }: { body?: unknown } = {}): Promise<unknown> => {
    const screen = /^\/phones\/(\d+)\/screen\?with=(.+)$/.exec(path);
    if (screen) {
      const chat = chatOf(screen[1]!, decodeURIComponent(screen[2]!));
      const messages = said.filter(({ from, to }) => chatOf(from, to) === chat);
      return { number: screen[1], chats: messages.length === 0 ? [] : [{ id: chat, messages }] };
    }
    if (path === '/groups') return { id: `g-${made.push(body)}` };
    const reader = /^\/phones\/(\d+)\/receipts$/.exec(path)?.[1];
    if (reader !== undefined) return void read.push(`${reader} has read ${(body as { message: string }).message}`);
    const from = /^\/phones\/(\d+)\/messages$/.exec(path)?.[1];
    if (method !== 'POST' || from === undefined) throw new Error(`nobody expected ${method} ${path}`);
    said.push({ ...(body as Body), from });
    if (++writes === diesAfter) throw new Error('killed');
    return { id: `m-${said.length}` };
  };
  return { said, made, read, network: { call } as unknown as Network, recover: () => (writes = -1e9) };
}

const now = 1_000_000_000;
const lines = [them(30, 'Hello?'), us(20, 'Good morning!'), them(10, 'Is it ready?')];

describe('a conversation of the script', () => {
  test('is said by both sides, at its times', async () => {
    const { network, said } = fakeNetwork();
    await playConversation(network, '+4470', '+4860', lines, now);
    expect(said.map(({ from, to, text, sent_at: at }) => [from, to, text, (now - at) / 60_000])).toEqual([
      ['4470', '+4860', 'Hello?', 30],
      ['4860', '+4470', 'Good morning!', 20],
      ['4470', '+4860', 'Is it ready?', 10],
    ]);
  });

  test('leaves the client with nothing unread above what they wrote themselves, and the handset as it is', async () => {
    const { network, read } = fakeNetwork();
    await playConversation(network, '+4470', '+4860', [...lines, us(5, 'It is')], now);
    expect(read).toEqual(['4470 has read m-2']);
  });

  test.each([1, 2, 3])('stopped after line %i it goes on behind it, and each line is said once', async (diesAfter) => {
    const { network, said, recover } = fakeNetwork({ diesAfter });
    await expect(playConversation(network, '+4470', '+4860', lines, now)).rejects.toThrow('killed');
    recover();
    await playConversation(network, '+4470', '+4860', lines, now);
    await playConversation(network, '+4470', '+4860', lines, now);
    expect(said.map(({ text }) => text)).toEqual(['Hello?', 'Good morning!', 'Is it ready?']);
  });

  test('of a group is said in the one group that was made', async () => {
    const { network, said, made, recover } = fakeNetwork({ diesAfter: 2 });
    let known: string | undefined;
    const keep = { get known() { return known; }, made: (id: string) => void (known = id) };
    await expect(playGroup(network, groups[0]!, now, keep)).rejects.toThrow('killed');
    recover();
    await playGroup(network, groups[0]!, now, keep);
    expect(made).toHaveLength(1);
    expect(said.map(({ to, text }) => [to, text])).toEqual(groups[0]!.lines.map(({ text }) => ['g-1', text]));
  });
});

const refusing = (...statuses: number[]): Network => ({
  call: (async () => {
    const status = statuses.shift();
    if (status !== undefined) throw new LoopbackRefusal(status, 'CODE', 'no');
  }) as never,
});

test('a messenger that is still starting is waited for, another refusal is not', async () => {
  await awaitNetwork(refusing(503, 503));
  await expect(awaitNetwork(refusing(401))).rejects.toThrow(/CODE/);
});

test('a messenger without personas leaves its clients quiet', async () => {
  expect(await makeLively(refusing(), clients[0]!)).toBe(true);
  expect(await makeLively(refusing(404), clients[0]!)).toBe(false);
  await expect(makeLively(refusing(400), clients[0]!)).rejects.toThrow(/CODE/);
});
