import type { BridgeId, EventId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { JournalReader } from '../journal/index.ts';
import type { GateBridge, GateDirectory } from './ports.ts';

type Deps = {
  bridges: ReadonlyMap<string, GateBridge>;
  directory: GateDirectory;
  failedForGood: (tx: WriteTx, bridgeId: BridgeId, eventId: EventId) => void;
};

/**
 * Reads the status events a bridge's bot leaves in its rooms (mautrix: com.beeper.message_send_status). They follow the
 * checkpoint of the same message and know one thing more: FAIL_PERMANENT means that the network certainly has nothing.
 */
export function createStatusReader({ bridges, directory, failedForGood }: Deps): JournalReader {
  return {
    name: 'gate-status',
    read(tx, event) {
      if (event.type !== 'com.beeper.message_send_status' || event.content['status'] !== 'FAIL_PERMANENT' || event.relatesTo === null) return;
      const portal = directory.portalOf(tx, event.roomId);
      const bridge = portal && bridges.get(portal.bridgeId);
      if (bridge && event.sender === bridge.botUserId) failedForGood(tx, bridge.id, event.relatesTo);
    },
  };
}
