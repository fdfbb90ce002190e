import type { EventId, UserId } from '@holdfast/contract';
import type { TimelineItem } from '../../ipc/index.ts';
import { sendGroup } from './send-words.ts';

/** One line of the conversation as it is drawn. The same object as before when nothing about it changed, so that it is not drawn again. */
export type Row =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'gap'; readonly key: string; readonly where: 'older' | 'newer' }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | MessageRow;
export type MessageRow = {
  readonly kind: 'message';
  readonly key: string;
  readonly item: TimelineItem;
  /** First and last of consecutive messages of one person: where a bubble has its corners. */
  readonly first: boolean;
  readonly last: boolean;
  /** Shown where the company's author changes, or another person of a group speaks. */
  readonly author: boolean;
  /** A quarter of an hour passed since the message before: its time stands above. */
  readonly timeAbove: boolean;
  readonly state: boolean;
};

export type RowsInput = {
  readonly items: readonly TimelineItem[];
  readonly older: 'more' | 'gap' | 'start';
  readonly newer: 'more' | 'gap' | 'end';
  /** The newest event that was read when the conversation was opened: the line is drawn below it. */
  readonly unreadAfter: EventId | null;
  readonly direct: boolean;
};

const GROUP_MS = 5 * 60_000;
const PAUSE_MS = 15 * 60_000;

/** The calendar day where the person sits, as one comparable number. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}

const standsAlone = ({ body }: TimelineItem): boolean => body.kind === 'note' || body.kind === 'call';
const speaker = (item: TimelineItem): string => `${item.side} ${item.handset ? 'handset' : item.senderId}`;
const together = (one: TimelineItem, next: TimelineItem): boolean =>
  speaker(one) === speaker(next) && next.at - one.at < GROUP_MS && dayOf(one.at) === dayOf(next.at) && !standsAlone(one) && !standsAlone(next);

/** Below which messages their state stands: what went well is said once, of the last; what did not is said of each. */
function shownStates(items: readonly TimelineItem[]): Set<string> {
  const shown = new Set<string>();
  let after: TimelineItem | null = null;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]!;
    if (!item.send || item.body.kind === 'note') continue;
    const group = sendGroup(item.send.state);
    if (group === 'trouble') shown.add(item.key);
    else if (group === 'pending') {
      const sameAsNext = after?.send && sendGroup(after.send.state) === 'pending' && after.send.reason === item.send.reason && after.send.state === item.send.state;
      if (!sameAsNext) shown.add(item.key);
    } else if (after === null) shown.add(item.key);
    after = item;
  }
  return shown;
}

function lineIndex(items: readonly TimelineItem[], unreadAfter: EventId | null): number {
  if (unreadAfter === null) return -1;
  const read = items.findIndex((item) => item.eventId === unreadAfter);
  if (read === -1) return -1;
  return items.findIndex((item, index) => index > read && !item.own && item.body.kind !== 'deleted');
}

/** Lays the messages out in lines. Pure; `before` are the rows it made last time, whose objects it uses again. */
export function timelineRows(input: RowsInput, before: ReadonlyMap<string, Row> = new Map()): Row[] {
  const { items, older, newer, unreadAfter, direct } = input;
  const rows: Row[] = [];
  const push = (row: Row): void => {
    const known = before.get(row.key);
    rows.push(known && sameRow(known, row) ? known : row);
  };
  if (older === 'start') push({ kind: 'start', key: 'start' });
  if (older === 'gap') push({ kind: 'gap', key: 'gap-older', where: 'older' });
  const states = shownStates(items);
  const unreadAt = lineIndex(items, unreadAfter);
  let companyAuthor: string | null = null;
  items.forEach((item, index) => {
    const previous = items[index - 1];
    const next = items[index + 1];
    const newDay = !previous || dayOf(previous.at) !== dayOf(item.at);
    if (newDay) push({ kind: 'day', key: `day-${dayOf(item.at)}`, at: item.at });
    if (index === unreadAt) push({ kind: 'unread', key: 'unread' });
    const joined = previous !== undefined && together(previous, item) && index !== unreadAt;
    const company = item.side === 'company' && !standsAlone(item);
    const author = company ? companyAuthor !== speaker(item) : !direct && item.side === 'client' && !joined;
    if (company) companyAuthor = speaker(item);
    push({
      kind: 'message', key: item.key, item, first: !joined,
      last: next === undefined || !together(item, next) || index + 1 === unreadAt,
      author, timeAbove: newDay || (previous !== undefined && item.at - previous.at >= PAUSE_MS), state: states.has(item.key),
    });
  });
  if (newer === 'gap') push({ kind: 'gap', key: 'gap-newer', where: 'newer' });
  return rows;
}

function sameRow(one: Row, other: Row): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'message' && other.kind === 'message') {
    return one.item === other.item && one.first === other.first && one.last === other.last && one.author === other.author && one.timeAbove === other.timeAbove && one.state === other.state;
  }
  return one.kind !== 'day' || one.at === (other as typeof one).at;
}

/** Two letters for a person. Never more than two marks wide, whatever the name is made of. */
export function initialsOf(name: string): string {
  const words = name.normalize('NFC').split(/[\s.\-_@]+/u).map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '').filter((letter) => letter !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined].filter((letter): letter is string => letter !== undefined).join('').toLocaleUpperCase();
}

export type NameOf = (userId: UserId) => string;
