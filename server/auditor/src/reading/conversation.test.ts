import { expect, test } from 'vitest';
import { edited, eventPayload, factOf, member, redacted, said } from '../../test/support/facts.ts';
import { buildConversation, standing } from './conversation.ts';
import { readFact } from './fact.ts';

const room = '!a:box.test';
const anna = '@anna:box.test';
const boris = '@boris:box.test';
const jan = '@whatsapp_48600123456:box.test';
const account = '@acct_whatsapp_sales:box.test';
const read = (payloads: readonly Record<string, unknown>[]) => buildConversation(room, payloads.map((payload, n) => factOf(n, payload, readFact)));

test('a message keeps every version, who withdrew it, who was in the room and who answered then', () => {
  const { messages, owners } = read([
    { k: 'portal', at: 1, room, bridge: 'whatsapp', account: 'acct_1', client: 'clnt_1', other: jan, name: null, state: 'open' },
    member(room, '$m1', jan, 'join', 'Jan'),
    member(room, '$m2', anna, 'join', 'Anna'),
    { k: 'ownership', at: 2, room, owner: anna, via: 'claim' },
    said(room, '$1', anna, 'ten', 3),
    { k: 'decision', at: 3, room, event: '$1', sender: anna, verdict: 'pass' },
    { k: 'delivery', at: 4, room, event: '$1', account: 'acct_1', as: account, state: 'delivered' },
    edited(room, '$2', anna, '$1', 'twelve', 5),
    member(room, '$m3', anna, 'leave', 'Anna', 6),
    member(room, '$m4', boris, 'join', 'Boris', 6),
    { k: 'ownership', at: 6, room, owner: boris, via: 'handover', handover: 'hand_1' },
    redacted(room, '$3', boris, '$1', 7),
    said(room, '$4', jan, 'thanks', 8),
  ]);
  const [first, thanks] = messages;
  expect(first?.versions.map(({ words }) => words)).toEqual(['ten', 'twelve']);
  expect(first && standing(first)).toBeNull();
  expect(first?.withdrawals).toMatchObject([{ by: { user: boris, name: 'Boris' }, reason: 'mistake' }]);
  expect(first?.present.map(({ name }) => name)).toEqual(['Jan', 'Anna']);
  expect(first?.owner?.name).toBe('Anna');
  expect(first?.fate.map(({ words }) => words)).toEqual(['pass', `delivered · ${account}`]);
  expect(thanks).toMatchObject({ side: 'client', owner: { name: 'Boris' } });
  expect(thanks?.present.map(({ name }) => name)).toEqual(['Jan', 'Boris']);
  expect(owners).toHaveLength(2);
});

test('what speaks about a message recorded later, or never, is not lost', () => {
  const { messages, happenings } = read([edited(room, '$2', anna, '$1', 'second'), redacted(room, '$9', anna, '$8'), said(room, '$1', anna, 'first')]);
  expect(messages[0]?.versions.map(({ words }) => words)).toEqual(['first', 'second']);
  expect(happenings).toMatchObject([{ kind: 'orphan', words: expect.stringContaining('$8') as string }]);
});

test('calls, files, polls, reactions and what nobody knows are read', () => {
  const { messages, happenings } = read([
    eventPayload({ room, eventId: '$1', sender: account, content: { msgtype: 'm.notice', body: 'Missed call', 'com.beeper.action_message': { type: 'call' }, 'fi.mau.double_puppet_source': 'mautrix-whatsapp' } }),
    eventPayload({ room, eventId: '$2', sender: jan, content: { msgtype: 'm.image', body: 'look', filename: 'a.jpg', url: 'mxc://box.test/1', info: { mimetype: 'image/jpeg', size: 9 } } }),
    { k: 'media', at: 1, room, event: '$2', mxc: 'mxc://box.test/1', blob: 'ab'.repeat(16), size: 9, sha256: 'x', identity: 'AGE-SECRET-KEY-1' },
    eventPayload({ room, eventId: '$3', sender: jan, type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$2', key: '👍' } } }),
    redacted(room, '$4', jan, '$3', 9),
    eventPayload({ room, eventId: '$5', sender: jan, type: 'org.matrix.msc3381.poll.start', content: { 'org.matrix.msc3381.poll.start': { question: { body: 'When?' }, answers: [{ 'org.matrix.msc1767.text': 'Today' }] } } }),
    { k: 'from-the-future', at: 2, room, reason: 'because' },
  ]);
  expect(messages.map(({ kind, side }) => [kind, side])).toEqual([['call', 'account'], ['file', 'client'], ['poll', 'client']]);
  expect(messages[0]?.isFromHandset).toBe(true);
  expect(messages[1]?.files).toMatchObject([{ name: 'a.jpg', blob: 'ab'.repeat(16), identity: 'AGE-SECRET-KEY-1' }]);
  expect(messages[1]?.reactions).toMatchObject([{ key: '👍', withdrawnAt: 9 }]);
  expect(messages[2]?.versions[0]?.words).toBe('When?\n· Today');
  expect(happenings.at(-1)?.words).toBe('from-the-future · because');
});

test('a file that was sent before is opened with the key of the first time', () => {
  const image = (eventId: string, mxc: string) => eventPayload({ room, eventId, sender: jan, content: { msgtype: 'm.image', body: 'a.jpg', url: mxc } });
  const kept = { k: 'media', at: 1, room, blob: 'ab'.repeat(32), size: 9, sha256: 'x' };
  const { messages } = read([
    image('$1', 'mxc://box.test/1'), { ...kept, event: '$1', mxc: 'mxc://box.test/1', identity: 'AGE-SECRET-KEY-1' },
    image('$2', 'mxc://box.test/2'), { ...kept, event: '$2', mxc: 'mxc://box.test/2' },
  ]);
  expect(messages.map(({ files }) => files[0]?.identity)).toEqual(['AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1']);
});

test('ten thousand edits are read in order and quickly', () => {
  const { messages } = read([said(room, '$0', anna, 'zero'), ...Array.from({ length: 10_000 }, (_, n) => edited(room, `$e${n}`, anna, n === 0 ? '$0' : `$e${n - 1}`, `v${n}`))]);
  expect(messages).toHaveLength(1);
  expect(messages[0]?.versions).toHaveLength(10_001);
  expect(messages[0] && standing(messages[0])?.words).toBe('v9999');
});

test('a payload that is not what it should be is kept as it is', () => {
  expect(readFact(3, 7, Buffer.from('no json'))).toMatchObject({ kind: 'unreadable', at: 7, body: { base64: 'bm8ganNvbg==' } });
});
