import { AppError } from '../kernel/index.ts';

export const defaultLimit = 100;

/** A page of a list sorted by time, newest first, then id: where the next one begins. */
export type PageMark = { readonly at: number; readonly id: string };

export function readMark(after: string | undefined): PageMark | undefined {
  if (after === undefined) return undefined;
  const match = /^(\d{1,16})~(.{1,255})$/.exec(after);
  if (!match) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page', { field: '/after' });
  return { at: Number(match[1]), id: match[2] as string };
}

/** Takes one row more than asked for, so that `next` is null exactly at the end. */
export function toPage<Row>(rows: readonly Row[], limit: number, markOf: (row: Row) => PageMark): { rows: readonly Row[]; next: string | null } {
  if (rows.length <= limit) return { rows, next: null };
  const page = rows.slice(0, limit);
  const { at, id } = markOf(page.at(-1) as Row);
  return { rows: page, next: `${at}~${id}` };
}
