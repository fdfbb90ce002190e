import type { RoomId } from '@holdfast/contract';
import type { Conversation } from '../../ipc/index.ts';

export type Whose = 'all' | 'mine' | 'cover';
export type InboxFilter = { readonly whose: Whose; readonly waiting: boolean; readonly done: boolean; readonly network: string | null; readonly accountId: string | null };
export type InboxSort = 'newest' | 'waiting';
export const noFilter: InboxFilter = { whose: 'all', waiting: false, done: false, network: null, accountId: null };

export type Section = 'needs' | 'rest' | 'done';
export type SectionRow = { readonly kind: 'section'; readonly key: string; readonly section: Section; readonly count: number };
export type ItemRow = {
  readonly kind: 'item';
  readonly key: string;
  readonly conversation: Conversation;
  /** Another conversation of the client in the row above. */
  readonly isSibling: boolean;
  /** Quiet conversations of the same client that are folded into this row. */
  readonly folded: number;
  readonly isUnfolded: boolean;
  /** Needs its third line. */
  readonly isTall: boolean;
};
export type InboxRow = SectionRow | ItemRow;

/** Somebody waits, or something of one's own does: these stand first. */
export const needsMe = ({ waitingSince, attention, mentioned, state }: Conversation): boolean => (waitingSince !== null && state === 'open') || attention > 0 || mentioned;
const speaks = (conversation: Conversation): boolean => needsMe(conversation) || conversation.unread > 0 || conversation.draft !== null;

export function passes(conversation: Conversation, filter: InboxFilter): boolean {
  if ((conversation.doneAt !== null) !== filter.done) return false;
  if (filter.whose === 'mine' && conversation.right !== 'owner') return false;
  if (filter.whose === 'cover' && conversation.right !== 'cover') return false;
  if (filter.waiting && conversation.waitingSince === null) return false;
  if (filter.network !== null && conversation.account?.network !== filter.network) return false;
  return filter.accountId === null || conversation.account?.accountId === filter.accountId;
}

const newestFirst = (a: Conversation, b: Conversation): number => b.sortAt - a.sortAt || (a.roomId < b.roomId ? -1 : 1);
const longestFirst = (a: Conversation, b: Conversation): number => (a.waitingSince ?? Infinity) - (b.waitingSince ?? Infinity) || newestFirst(a, b);

/**
 * The lines of the list: filtered, by need, in order, with a client's several conversations under each other. Of those the
 * quiet ones are folded into the first, unless unfolded. Pure, and quick enough to run for three thousand at every change.
 */
export function inboxRows(conversations: Iterable<Conversation>, filter: InboxFilter, sort: InboxSort, unfolded: ReadonlySet<string>): InboxRow[] {
  const order = sort === 'waiting' ? longestFirst : newestFirst;
  const shown: Conversation[] = [];
  for (const each of conversations) if (passes(each, filter)) shown.push(each);
  shown.sort(order);
  const families = new Map<string, Conversation[]>();
  for (const each of shown) {
    const id = each.direct && each.client !== null ? each.client.clientId : each.roomId;
    const family = families.get(id);
    if (family) family.push(each);
    else families.set(id, [each]);
  }
  const sections: Record<Section, ItemRow[]> = { needs: [], rest: [], done: [] };
  for (const [id, family] of families) {
    const section = filter.done ? 'done' : family.some(needsMe) ? 'needs' : 'rest';
    sections[section].push(...familyRows(family, unfolded.has(id)));
  }
  return (['needs', 'rest', 'done'] as const).flatMap((section) => {
    const items = sections[section];
    if (items.length === 0) return [];
    return [{ kind: 'section' as const, key: `section:${section}`, section, count: items.reduce((sum, item) => sum + 1 + (item.isUnfolded ? 0 : item.folded), 0) }, ...items];
  });
}

function familyRows(family: readonly Conversation[], isUnfolded: boolean): ItemRow[] {
  const lead = family.find(needsMe) ?? family[0]!;
  const others = family.filter((each) => each !== lead);
  const quiet = others.filter((each) => !speaks(each));
  const visible = isUnfolded ? others : others.filter(speaks);
  const row = (conversation: Conversation, isSibling: boolean, folded: number): ItemRow => ({
    kind: 'item', key: conversation.roomId, conversation, isSibling, folded, isUnfolded: isUnfolded && folded > 0,
    isTall: conversation.draft !== null || conversation.attention > 0 || conversation.mentioned || conversation.right !== 'owner' || conversation.state === 'closed' || folded > 0,
  });
  return [row(lead, false, quiet.length), ...visible.map((each) => row(each, true, 0))];
}

/** The name under which a client's conversations are folded. */
export const familyOf = (conversation: Conversation): string => conversation.client?.clientId ?? conversation.roomId;

export const itemsOf = (rows: readonly InboxRow[]): ItemRow[] => rows.filter((row) => row.kind === 'item');

/** The row to go to when this one leaves: the next, else the one before. */
export function neighbour(rows: readonly InboxRow[], roomId: RoomId): RoomId | null {
  const items = itemsOf(rows);
  const at = items.findIndex((row) => row.conversation.roomId === roomId);
  return (items[at + 1] ?? items[at - 1])?.conversation.roomId ?? null;
}
