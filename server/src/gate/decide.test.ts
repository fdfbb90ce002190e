import { refusals, type EventId, type RoomId, type UserId } from '@holdfast/contract';
import { describe, expect, test } from 'vitest';
import { relationOf, type CapturedEvent, type JournaledEvent } from '../journal/index.ts';
import { decide, type Decision, type Facts, type Reach } from './decide.ts';

const room = '!room' as RoomId;
const anna = '@anna:box.test' as UserId;
const boris = '@boris:box.test' as UserId;
const ghost = '@loopback_48600:box.test' as UserId;
const service = '@acct_loopback_sales:box.test' as UserId;

function event(content: Record<string, unknown>, over: Partial<CapturedEvent> & { redacts?: string } = {}): CapturedEvent {
  const type = over.type ?? 'm.room.message';
  const relation = relationOf(type, content, (over.redacts ?? null) as EventId | null);
  return {
    seq: 1,
    eventId: '$new' as EventId,
    streamOrdering: 1,
    roomId: room,
    sender: anna,
    type,
    stateKey: null,
    originServerTs: 0,
    recordedAt: 0,
    content,
    relatesTo: relation?.relatesTo ?? null,
    relation: relation?.relation ?? null,
    transactionId: null,
    late: false,
    ...over,
  };
}

type Known = { sender?: UserId; roomId?: RoomId; type?: string; reach?: Reach };

function facts(over: Partial<Facts> = {}, known: Record<string, Known> = {}): Facts {
  return {
    portal: {
      roomId: room,
      bridgeId: 'loopback' as Facts['portal']['bridgeId'],
      state: 'open',
      account: { accountId: 'acct_x' as never, serviceUserId: service, connected: true, paused: false, staleMinutes: 15 },
    },
    answers: 'owner',
    ordered: false,
    commandPrefix: '!secretprefix',
    journaled: (eventId) => {
      const found = known[eventId];
      return found && ({ eventId, sender: found.sender ?? anna, roomId: found.roomId ?? room, type: found.type ?? 'm.room.message' } as JournaledEvent);
    },
    reach: (target) => known[target.eventId]?.reach ?? 'with-client',
    isCompanySide: (userId) => userId !== ghost,
    ...over,
  };
}

const text = (body: string, extra: object = {}) => ({ msgtype: 'm.text', body, ...extra });
const replyTo = (id: string) => ({ 'm.relates_to': { 'm.in_reply_to': { event_id: id } } });
const editOf = (id: string, body: string) => ({
  ...text(`* ${body}`),
  'm.new_content': text(body),
  'm.relates_to': { rel_type: 'm.replace', event_id: id },
});
const reactionTo = (id: string) => ({ 'm.relates_to': { rel_type: 'm.annotation', event_id: id, key: '👍' } });
const media = (msgtype: string) => ({ msgtype, body: 'a', url: 'mxc://box.test/a', info: { mimetype: 'x/y' } });

const passes: [string, CapturedEvent, Facts, string][] = [
  ['text', event(text('hello')), facts(), 'message'],
  ['text with formatting', event(text('b', { format: 'org.matrix.custom.html', formatted_body: '<b>b</b>' })), facts(), 'message'],
  ['emote', event({ msgtype: 'm.emote', body: 'waves' }), facts(), 'message'],
  ...['m.image', 'm.video', 'm.audio', 'm.file'].map((t): [string, CapturedEvent, Facts, string] => [t, event(media(t)), facts(), 'message']),
  ['voice message', event({ ...media('m.audio'), 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': {} }), facts(), 'message'],
  ['location', event({ msgtype: 'm.location', body: 'x', geo_uri: 'geo:1,2' }), facts(), 'message'],
  ['sticker', event({ body: 'x', url: 'mxc://box.test/a', info: {} }, { type: 'm.sticker' }), facts(), 'message'],
  ['text of somebody who covers', event(text('hello')), facts({ answers: 'cover' }), 'message'],
  ['64 KiB of text', event(text('я'.repeat(32_000))), facts(), 'message'],
  ['nulls, right-to-left and HTML as text', event(text('\u0000\u202e<script>=1+1')), facts(), 'message'],
  ['10,000 mentions', event(text('x', { 'm.mentions': { user_ids: Array.from({ length: 10_000 }, (_, n) => `@u${n}:box.test`) } })), facts(), 'message'],
  ["a reply to the client's message", event(text('yes', replyTo('$a'))), facts({}, { $a: { sender: ghost } }), 'message'],
  ['a reply to a message on its way', event(text('yes', replyTo('$a'))), facts({}, { $a: { reach: 'on-its-way' } }), 'message'],
  ["an edit of one's own message", event(editOf('$a', 'better')), facts({}, { $a: {} }), 'edit'],
  ['a reaction', event(reactionTo('$a'), { type: 'm.reaction' }), facts({}, { $a: { sender: ghost } }), 'reaction'],
  ["a redaction of one's own message", event({ redacts: '$a' }, { type: 'm.room.redaction', redacts: '$a' }), facts({}, { $a: {} }), 'redaction'],
  ['a poll', event({ 'org.matrix.msc3381.poll.start': { question: {}, answers: [] } }, { type: 'org.matrix.msc3381.poll.start' }), facts(), 'poll'],
  [
    'a vote',
    event({ 'org.matrix.msc3381.poll.response': { answers: ['1'] }, 'm.relates_to': { rel_type: 'm.reference', event_id: '$a' } }, { type: 'org.matrix.msc3381.poll.response' }),
    facts({}, { $a: { sender: ghost } }),
    'poll',
  ],
  ['an ordered greeting of the account', event(text('hello'), { sender: service }), facts({ answers: null, ordered: true }), 'message'],
  ["an ordered correction of a predecessor's message", event(editOf('$a', 'x'), { sender: service }), facts({ answers: null, ordered: true }, { $a: { sender: boris } }), 'edit'],
];

test.each(passes)('passes: %s', (_name, given, when, kind) => {
  expect(decide(given, when)).toMatchObject({ verdict: 'pass', kind });
});

const refusalCases: [keyof typeof refusals, string, CapturedEvent, Facts][] = [
  ['EVENT_TYPE_NOT_ALLOWED', 'an unknown type', event({ body: 'x' }, { type: 'm.call.invite' }), facts()],
  ['EVENT_TYPE_NOT_ALLOWED', 'a poll end, which bridges ignore in silence', event({}, { type: 'org.matrix.msc3381.poll.end' }), facts()],
  ['EVENT_TYPE_NOT_ALLOWED', 'a request to delete the chat', event({}, { type: 'com.beeper.delete_chat' }), facts()],
  ['STATE_CHANGE', 'a disappearing timer', event({ type: 'after_send', timer: 1 }, { type: 'com.beeper.disappearing_timer', stateKey: '' }), facts()],
  ['STATE_CHANGE', 'a room name', event({ name: 'x' }, { type: 'm.room.name', stateKey: '' }), facts()],
  ['NOT_OWNER', 'a former owner', event(text('call my new number')), facts({ answers: null })],
  ['PORTAL_CLOSED', 'a chat deleted on the handset', event(text('x')), facts({ portal: { ...facts().portal, state: 'closed' } })],
  ['PORTAL_CLOSED', 'an excluded chat', event(text('x')), facts({ portal: { ...facts().portal, state: 'excluded' } })],
  ['ACCOUNT_UNKNOWN', 'a login that is no account of the box', event(text('x')), facts({ portal: { ...facts().portal, account: null } })],
  ['CONTENT_INVALID', 'no msgtype', event({ body: 'x' }), facts()],
  ['CONTENT_INVALID', 'a body that is no text', event({ msgtype: 'm.text', body: { a: 1 } }), facts()],
  ['CONTENT_INVALID', 'a picture that is nowhere', event({ msgtype: 'm.image', body: 'x' }), facts()],
  ['CONTENT_INVALID', 'a picture from another server', event({ msgtype: 'm.image', body: 'x', url: 'https://evil.test/x.png' }), facts()],
  ['CONTENT_INVALID', 'a relation of an unknown kind', event(text('x', { 'm.relates_to': { rel_type: 'x.y', event_id: '$a' } })), facts()],
  ['CONTENT_INVALID', 'a reaction to nothing', event({}, { type: 'm.reaction' }), facts()],
  ['CONTENT_INVALID', 'an edit without new content that is one', event(text('x', { 'm.new_content': text('y') })), facts()],
  ['CONTENT_KEY_NOT_ALLOWED', 'a disappearing timer in a message', event(text('x', { 'com.beeper.disappearing_timer': { type: 'after_send', timer: 1 } })), facts()],
  ['CONTENT_KEY_NOT_ALLOWED', 'a double-puppet mark', event(text('x', { 'fi.mau.double_puppet_source': 'mautrix' })), facts()],
  ['CONTENT_KEY_NOT_ALLOWED', 'a per-message profile', event(text('x', { 'com.beeper.per_message_profile': {} })), facts()],
  ['CONTENT_KEY_NOT_ALLOWED', 'an encrypted attachment', event({ msgtype: 'm.image', body: 'x', file: {} }), facts()],
  ['CONTENT_KEY_NOT_ALLOWED', 'a stranger inside an edit', event({ ...editOf('$a', 'x'), 'm.new_content': text('x', { 'com.beeper.x': 1 }) }), facts({}, { $a: {} })],
  ['CONTENT_KEY_NOT_ALLOWED', 'a stranger inside a relation', event(text('x', { 'm.relates_to': { x: 1 } })), facts()],
  ['MSGTYPE_NOT_ALLOWED', 'a notice', event({ msgtype: 'm.notice', body: 'x' }), facts()],
  ['MSGTYPE_NOT_ALLOWED', 'an edit into a notice', event({ ...editOf('$a', 'x'), 'm.new_content': { msgtype: 'm.notice', body: 'x' } }), facts({}, { $a: {} })],
  ['BRIDGE_COMMAND', 'a command to the bridge', event(text('!secretprefix logout')), facts()],
  ['BRIDGE_COMMAND', 'a command behind a reply fallback', event(text('> <@a:b> x\n\n!secretprefix logout', replyTo('$a'))), facts({}, { $a: {} })],
  ['REFERENCE_UNKNOWN', 'a reply to an event nobody recorded', event(text('x', replyTo('$gone'))), facts()],
  ['REFERENCE_UNKNOWN', "a reply into another client's room", event(text('x', replyTo('$a'))), facts({}, { $a: { roomId: '!other' as RoomId } })],
  ['REFERENCE_UNKNOWN', 'a thread on an unknown root', event(text('x', { 'm.relates_to': { rel_type: 'm.thread', event_id: '$gone' } })), facts()],
  ['REFERENCE_UNKNOWN', 'a redaction in another room', event({ redacts: '$a' }, { type: 'm.room.redaction', redacts: '$a' }), facts({}, { $a: { roomId: '!other' as RoomId } })],
  ['REFERENCE_NOT_DELIVERED', 'a reply to an internal note', event(text('x', replyTo('$a'))), facts({}, { $a: { type: 'io.holdfast.note', reach: 'inside' } })],
  ['REFERENCE_NOT_DELIVERED', 'an edit of an internal note', event(editOf('$a', 'x')), facts({}, { $a: { reach: 'inside' } })],
  ['REFERENCE_NOT_DELIVERED', 'a reaction to a refused message', event(reactionTo('$a'), { type: 'm.reaction' }), facts({}, { $a: { reach: 'inside' } })],
  ['REFERENCE_NOT_DELIVERED', 'a reply inside a thread whose root was never sent', event(text('x', { 'm.relates_to': { rel_type: 'm.thread', event_id: '$a', ...replyTo('$b')['m.relates_to'] } })), facts({}, { $a: { reach: 'inside' }, $b: {} })],
  ['NOT_OWN_EVENT', "an edit of a colleague's message", event(editOf('$a', 'x')), facts({}, { $a: { sender: boris } })],
  ['NOT_OWN_EVENT', "an edit of the client's message", event(editOf('$a', 'x')), facts({}, { $a: { sender: ghost } })],
  ['NOT_OWN_EVENT', "a redaction of the client's message", event({ redacts: '$a' }, { type: 'm.room.redaction', redacts: '$a' }), facts({}, { $a: { sender: ghost } })],
  ['NOT_OWN_EVENT', "an ordered correction of the client's message", event(editOf('$a', 'x'), { sender: service }), facts({ answers: null, ordered: true }, { $a: { sender: ghost } })],
];

test.each(refusalCases)('refuses with %s: %s', (code, _name, given, when) => {
  expect(decide(given, when)).toMatchObject({ verdict: 'refuse', code });
});

test('every refusal of the table that a decision can give has a case', () => {
  const tested = new Set<string>(refusalCases.map(([code]) => code));
  // INTERNAL is given by the reader around the table, and tested there.
  expect(Object.keys(refusals).filter((code) => !tested.has(code))).toEqual(['INTERNAL']);
});

describe('what stays inside', () => {
  test('an internal note is neither sent nor refused', () => {
    expect(decide(event(text('careful with him'), { type: 'io.holdfast.note' }), facts({ answers: null }))).toEqual<Decision>({ verdict: 'note' });
  });
  test("withdrawing one's own note is no error and nothing leaves", () => {
    const withdrawal = event({ redacts: '$a' }, { type: 'm.room.redaction', redacts: '$a' });
    expect(decide(withdrawal, facts({}, { $a: { reach: 'inside' } }))).toEqual<Decision>({ verdict: 'note' });
  });
  test("withdrawing somebody else's note is refused", () => {
    const withdrawal = event({ redacts: '$a' }, { type: 'm.room.redaction', redacts: '$a' });
    expect(decide(withdrawal, facts({}, { $a: { sender: boris, reach: 'inside' } })).verdict).toBe('refuse');
  });
});
