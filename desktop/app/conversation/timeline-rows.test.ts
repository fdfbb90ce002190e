import { expect, test } from 'vitest';
import type { EventId, UserId } from '@holdfast/contract';
import type { TimelineItem } from '../../ipc/index.ts';
import { initialsOf, timelineRows, type MessageRow, type Row } from './timeline-rows.ts';

const noon = new Date(2026, 2, 3, 12).getTime();
const minute = 60_000;
let next = 0;
const item = (minutes: number, more: Partial<TimelineItem> = {}): TimelineItem => {
  const id = `$e${next++}` as EventId;
  return {
    key: id, eventId: id, localId: null, position: next, at: noon + minutes * minute, senderId: '@client:box.test' as UserId, side: 'client', handset: false,
    body: { kind: 'text', text: id, html: null, emote: false }, edited: null, replyTo: null, reactions: [], send: null, own: false, ...more,
  };
};
const ours = (minutes: number, state: NonNullable<TimelineItem['send']>['state'], reason: string | null = null, more: Partial<TimelineItem> = {}): TimelineItem =>
  item(minutes, { side: 'company', own: true, senderId: '@anna:box.test' as UserId, send: { state, reason, detail: null, at: null, progress: null }, ...more });
const rows = (items: TimelineItem[], more: Partial<Parameters<typeof timelineRows>[0]> = {}): Row[] => timelineRows({ items, older: 'more', newer: 'end', unreadAfter: null, direct: true, ...more });
const messages = (all: Row[]): MessageRow[] => all.filter((row): row is MessageRow => row.kind === 'message');

test('messages of one person within five minutes stand together, and a day ends that', () => {
  const [first, second, third, fourth] = messages(rows([item(0), item(2), item(20), item(24 * 60)]));
  expect([first?.first, first?.last, second?.first, second?.last]).toEqual([true, false, false, true]);
  expect([third?.first, third?.timeAbove, fourth?.timeAbove]).toEqual([true, true, true]);
});

test('a day is named before its first message and once', () => {
  expect(rows([item(0), item(1), item(24 * 60)]).map((row) => row.kind)).toEqual(['day', 'message', 'message', 'day', 'message']);
});

test('the company’s author is shown where they change, also to the handset and back', () => {
  const boris = { senderId: '@boris:box.test' as UserId, own: false };
  const shown = messages(rows([ours(0, 'read'), item(1), ours(2, 'read'), ours(3, 'read', null, boris), ours(4, 'read', null, { handset: true }), ours(5, 'read')])).map((row) => row.author);
  expect(shown).toEqual([true, false, false, true, true, true]);
});

test('in a group each speaker is named, in a direct conversation nobody of the client’s side', () => {
  const other = { senderId: '@other:box.test' as UserId };
  expect(messages(rows([item(0), item(1), item(2, other)], { direct: false })).map((row) => row.author)).toEqual([true, false, true]);
  expect(messages(rows([item(0), item(1, other)])).map((row) => row.author)).toEqual([false, false]);
});

test('what went well is said of the last message only, what did not of each', () => {
  const shown = messages(rows([ours(0, 'read'), ours(1, 'failed', 'NETWORK_REFUSED'), ours(2, 'refused', 'NOT_OWNER'), ours(3, 'delivered'), ours(4, 'delivered'), item(5)])).map((row) => row.state);
  expect(shown).toEqual([false, true, true, false, true, false]);
});

test('of several that wait for the same reason the last one says so', () => {
  expect(messages(rows([ours(0, 'waiting'), ours(1, 'waiting'), ours(2, 'queued'), ours(3, 'queued')])).map((row) => row.state)).toEqual([false, true, false, true]);
});

test('the unread line stands below what was read and never above one’s own message', () => {
  const read = item(0);
  const kinds = rows([read, ours(1, 'read'), item(2), item(3)], { unreadAfter: read.eventId }).map((row) => row.kind);
  expect(kinds).toEqual(['day', 'message', 'message', 'unread', 'message', 'message']);
});

test('gaps and the beginning are said where they are', () => {
  expect(rows([item(0)], { older: 'gap' })[0]).toMatchObject({ kind: 'gap', where: 'older' });
  expect(rows([item(0)], { newer: 'gap' }).at(-1)).toMatchObject({ kind: 'gap', where: 'newer' });
  expect(rows([item(0)], { older: 'start' })[0]).toMatchObject({ kind: 'start' });
});

test('a row that did not change is the same object, so that it is not drawn again', () => {
  const items = [item(0), item(1), item(30)];
  const before = rows(items);
  const after = timelineRows({ items: [...items, item(60)], older: 'more', newer: 'end', unreadAfter: null, direct: true }, new Map(before.map((row) => [row.key, row])));
  expect(after.slice(0, before.length).every((row, index) => row === before[index])).toBe(true);
});

test('initials are two letters at most, of any alphabet and of nothing', () => {
  expect(['Anna Nowak', 'Борис', 'jan van der Berg', '🙂🙂', '@x', 'N'.repeat(4_000)].map(initialsOf)).toEqual(['AN', 'Б', 'JB', '', 'X', 'N']);
});
