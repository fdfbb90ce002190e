import type { EventId, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { linesOf } from './queue-messages.ts';

const message = (n: number, content: Record<string, unknown>, type = 'm.room.message') => ({ eventId: `$${n}` as EventId, sender: '@c:box' as UserId, type, originServerTs: n, content });

test('messages are read oldest first, each by what it is', () => {
  const lines = linesOf([
    message(3, { msgtype: 'm.file', body: 'offer.pdf' }),
    message(1, { msgtype: 'm.text', body: 'Good morning' }),
    message(2, { msgtype: 'm.image', body: 'This is the door', filename: 'IMG_1.jpg' }),
  ]);
  expect(lines.map(({ kind, text, name }) => [kind, text, name])).toEqual([
    ['text', 'Good morning', null],
    ['image', 'This is the door', null],
    ['file', null, 'offer.pdf'],
  ]);
});
test('who came and went, and corrections of what stands elsewhere, are not messages', () => {
  expect(linesOf([message(1, { membership: 'join' }, 'm.room.member'), message(2, { msgtype: 'm.text', body: '* x', 'm.relates_to': { rel_type: 'm.replace', event_id: '$1' } })])).toEqual([]);
});
