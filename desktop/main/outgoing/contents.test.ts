import { contentRules, noteEventType, relationKeys, sendableMsgtypes, type EventId, type UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import type { Outgoing } from '../../ipc/index.ts';
import { contentOf } from './contents.ts';

const event = '$a' as EventId;
const file = { fileId: 'f', name: 'goods.png', mimeType: 'image/png', width: 640, height: 480, durationMs: 3000, waveform: [1, 2], caption: 'The goods' };
const uploaded = { mxc: 'mxc://box.test/abc', size: 1234 };
type Sendable = Exclude<Outgoing, { kind: 'redaction' }>;

const everything: Sendable[] = [
  { kind: 'text', text: 'hello', html: '<b>hello</b>', replyTo: event },
  { kind: 'edit', target: event, text: 'better', html: '<i>better</i>' },
  ...(['image', 'video', 'voice', 'audio', 'file', 'sticker'] as const).map((kind): Sendable => ({ kind: 'file', file: { ...file, kind }, replyTo: event })),
  { kind: 'location', latitude: 52.2297, longitude: 21.0122, name: 'Our shop', replyTo: null },
  { kind: 'poll', question: 'When?', options: ['Monday', 'Tuesday'], maxSelections: 9 },
  { kind: 'vote', poll: event, options: ['1'] },
  { kind: 'reaction', target: event, key: '❤️' },
];

test.each(everything.map((outgoing) => [outgoing.kind === 'file' ? outgoing.file.kind : outgoing.kind, outgoing] as const))('%s holds only what the gate lets pass', (_name, outgoing) => {
  const { type, content } = contentOf(outgoing, uploaded);
  const rule = contentRules[type];
  expect(rule).toBeDefined();
  expect(Object.keys(content).filter((key) => !rule!.keys.includes(key))).toEqual([]);
  expect(Object.keys((content['m.relates_to'] ?? {})).filter((key) => !relationKeys.includes(key))).toEqual([]);
  if (type === 'm.room.message') expect(sendableMsgtypes).toContain(content['msgtype']);
  const edited = content['m.new_content'] as object | undefined;
  if (edited) expect(Object.keys(edited).filter((key) => !rule!.editedKeys!.includes(key))).toEqual([]);
});

test('a note is a note and nothing a bridge would send', () => {
  expect(contentOf({ kind: 'note', text: 'in a hurry', mentions: ['@boris:box.test' as UserId] })).toEqual({ type: noteEventType, content: { body: 'in a hurry', 'm.mentions': { user_ids: ['@boris:box.test'] } } });
});

test('a picture carries its caption as body and its name beside it', () => {
  expect(contentOf({ kind: 'file', file: { ...file, kind: 'image' }, replyTo: null }, uploaded).content).toEqual({
    msgtype: 'm.image', body: 'The goods', filename: 'goods.png', url: uploaded.mxc, info: { mimetype: 'image/png', size: 1234, w: 640, h: 480, duration: 3000 },
  });
});

test('nobody may choose more than there is', () => {
  expect(contentOf({ kind: 'poll', question: 'q', options: ['a', 'b'], maxSelections: 9 }).content['org.matrix.msc3381.poll.start']).toMatchObject({ max_selections: 2 });
});
