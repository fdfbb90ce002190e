import type { BridgeId, EventId } from '@holdfast/contract';
import { askBridgeDatabase } from './bridge-database.ts';

/** Ids that bridgev2 makes for what became no event of its own. */
const made = '~fake:%';

/** What a bridge itself says it passed on or took (bridgev2 schema, table `message`; times there are nanoseconds). Null when that cannot be known now. */
export function createSeenMessages(paths: ReadonlyMap<BridgeId, string | null>) {
  return {
    /** Events of messages of one login whose network time lies in [from, to), in milliseconds. */
    between: (bridge: BridgeId, loginId: string, from: number, to: number): EventId[] | null =>
      askBridgeDatabase(paths.get(bridge), (sqlite) =>
        sqlite.prepare<unknown[], EventId>("SELECT DISTINCT mxid FROM message WHERE room_receiver = ? AND timestamp >= ? AND timestamp < ? AND mxid LIKE '$%' AND mxid NOT LIKE ?").pluck().all(loginId, BigInt(from) * 1_000_000n, BigInt(to) * 1_000_000n, made),
      ),
    /** Which of these events it has, whenever they were. */
    known: (bridge: BridgeId, eventIds: readonly EventId[]): ReadonlySet<EventId> | null =>
      askBridgeDatabase(paths.get(bridge), (sqlite) => {
        const ask = sqlite.prepare<[string], 1>('SELECT 1 FROM message WHERE mxid = ? LIMIT 1').pluck();
        return new Set(eventIds.filter((eventId) => ask.get(eventId) !== undefined));
      }),
  };
}
export type SeenMessages = ReturnType<typeof createSeenMessages>;
