import type { AccessEntry } from '../access/index.ts';
import type { IndexStore, RoomFilter, RoomInfo } from '../index-store/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { conversationName } from './names.ts';

export const exportFormats = ['jsonl', 'html', 'eml', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export type ExportFilters = RoomFilter & { readonly person?: string; readonly from?: number; readonly to?: number };

export type PlannedRoom = RoomInfo & { readonly file: string };
/** What an export will hold, fixed when it begins: a kill and a sync in between change nothing of it. */
export type ExportPlan = {
  readonly version: 'holdfast.archive/export-plan/v1';
  readonly origin: string;
  readonly size: number;
  readonly formats: readonly ExportFormat[];
  readonly filters: ExportFilters;
  readonly access: AccessEntry;
  readonly startedAt: number;
  readonly rooms: readonly PlannedRoom[];
  /** Every record in it, ascending. */
  readonly records: readonly number[];
  /** Those of them that belong to the trail and to no conversation. */
  readonly trail: readonly number[];
};

const controlKinds = ['policy', 'hold', 'unhold', 'erase', 'rewrap', 'key-rotate', 'restore', 'anchor'];

/** Conversations by client, room or number; of a person, those that they were in. Other records of them do not come along. */
export function planExport(index: IndexStore, { origin, size, formats, filters, access, startedAt }: Omit<ExportPlan, 'version' | 'rooms' | 'records' | 'trail'>): ExportPlan {
  const { from, to, ...who } = filters;
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const isPeriod = from !== undefined || to !== undefined;
  const records = new Set<number>();
  const rooms = index.rooms(who).flatMap((room): PlannedRoom[] => {
    const found = isPeriod ? index.recordsOfPeriod(room.room, span) : index.recordsOfRoom(room.room);
    const own = found.filter((at) => at < size);
    if (own.length === 0) return [];
    for (const at of own) records.add(at);
    return [{ ...room, records: own.length, file: conversationName(room.room, room.name) }];
  });
  if (rooms.length === 0) throw new AuditorError('NOTHING_FOUND', 'no conversation fits', 'Look at the filters; `search` shows what there is.');
  const trail = index.recordsOfKinds(controlKinds).filter((at) => at < size);
  for (const at of trail) records.add(at);
  return { version: 'holdfast.archive/export-plan/v1', origin, size, formats, filters, access, startedAt, rooms, trail, records: [...records].sort((a, b) => a - b) };
}
