/** Marks in the index beside the words, so that a filter is an intersection and not a look at every row found. */
export const roomTag = (room: number): string => `r${room}`;
export const senderTag = (person: number): string => `p${person}`;

export function monthTag(at: number): string {
  const date = new Date(at);
  return `m${date.getUTCFullYear() * 12 + date.getUTCMonth()}`;
}

const mostMonths = 120;
/** The months that [from, to) touches; undefined when there are too many to be worth it. */
export function monthTags(from: number, to: number): string[] | undefined {
  const [first, last] = [Number(monthTag(from).slice(1)), Number(monthTag(to - 1).slice(1))];
  return last - first >= mostMonths || last < first ? undefined : Array.from({ length: last - first + 1 }, (_, n) => `m${first + n}`);
}

export const tagsOf = ({ room, sender, at }: { room: number | null; sender: number | null; at: number }): string => [room === null ? '' : roomTag(room), sender === null ? '' : senderTag(sender), monthTag(at)].filter((tag) => tag !== '').join(' ');
