import { expect, test } from 'vitest';
import { eventLine } from './as-employee.ts';
import { choose } from './choose.ts';
import { parseMoment } from './moment.ts';
import { duration, harmless } from './show.ts';

const people = [
  { name: 'Anna Nowak', signIn: 'anna' },
  { name: 'Annabel Lee', signIn: 'annabel' },
  { name: 'Boris', signIn: 'boris' },
];
const pick = (typed: string) => choose(typed, 'person', people, ({ name, signIn }) => [name, signIn]).signIn;

test('what was typed is found by exact name first, then by a part that only one has', () => {
  expect(pick('anna')).toBe('anna');
  expect(pick('ANNA nowak')).toBe('anna');
  expect(pick('bor')).toBe('boris');
  expect(() => pick('nn')).toThrow('may be more than one person');
  expect(() => pick('zoe')).toThrow('there is no person zoe');
});

test('moments are dates, times or spans from now on, and nothing else', () => {
  expect(parseMoment('+90m', 1000)).toBe(1000 + 90 * 60_000);
  expect(parseMoment('+14d', 0)).toBe(14 * 86_400_000);
  expect(parseMoment('2026-12-01T09:00Z')).toBe(Date.UTC(2026, 11, 1, 9));
  expect(parseMoment('2026-12-01')).toBe(new Date(2026, 11, 1).getTime());
  for (const wrong of ['tomorrow', '2026-13-01', '14d', '+1y', '', '1764547200000']) expect(() => parseMoment(wrong)).toThrow('is no moment');
});

test('text from outside cannot repaint the terminal', () => {
  expect(harmless('a\u001b[2Jb\u202ec\nd')).toBe('a�[2Jb�c⏎d');
});

test('spans are readable', () => {
  expect([duration(5), duration(59_400), duration(61_000), duration(7_260_000)]).toEqual(['5 ms', '59 s', '1 min 1 s', '2 h 1 min']);
});

test('an employee sees messages, reactions and what became of them, and no room settings', () => {
  const event = { event_id: '$e', sender: '@a:b', origin_server_ts: 0, content: { msgtype: 'm.text', body: 'hello' } };
  expect(eventLine({ ...event, type: 'm.room.message' })).toBe('00:00:00  @a:b  hello  $e');
  expect(eventLine({ ...event, type: 'm.room.name', state_key: '' })).toBeUndefined();
  expect(eventLine({ ...event, type: 'com.beeper.message_send_status', content: { status: 'SUCCESS', 'm.relates_to': { event_id: '$x' } } })).toContain('✓ delivered $x');
});
