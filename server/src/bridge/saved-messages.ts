import type { BridgeId } from '@holdfast/contract';
import { askBridgeDatabase } from './bridge-database.ts';

/**
 * Whether a bridge saved a message under an event id (bridgev2 schema, table `message`). A bridge that died saved
 * everything it will ever have saved, so a yes is final; a no is not.
 */
export function createSavedMessages(paths: ReadonlyMap<BridgeId, string | null>) {
  return {
    /** Null when that cannot be known now. */
    has: (bridge: BridgeId, eventId: string): boolean | null =>
      askBridgeDatabase(paths.get(bridge), (sqlite) => sqlite.prepare('SELECT 1 FROM message WHERE mxid = ?').get(eventId) !== undefined),
  };
}
