import type { BridgeId } from '@holdfast/contract';
import type { JournalReader } from '../journal/index.ts';
import { newTransactionId } from '../kernel/index.ts';
import { clientForm } from '../matrix/index.ts';
import type { BridgePort, GateBridge, GateDirectory } from './ports.ts';

const contextTypes = new Set(['m.room.member', 'm.room.power_levels']);

/**
 * Shows a bridge what its own bot did to rooms at the control plane's wish, so that the bridge's memory of members and
 * power levels stays true. Its bot's events are never bridged; losing one costs a look-up, so there is no outbox here.
 */
export function createContextReader(deps: {
  bridges: ReadonlyMap<string, GateBridge>;
  directory: GateDirectory;
  bridgePort: BridgePort;
}): JournalReader {
  return {
    name: 'gate-context',
    read(tx, event) {
      if (event.stateKey === null || !contextTypes.has(event.type)) return;
      const portal = deps.directory.portalOf(tx, event.roomId);
      const bridge = portal && deps.bridges.get(portal.bridgeId);
      if (!bridge || event.sender !== bridge.botUserId) return;
      const body = clientForm(event.eventId, { ...event, redacts: null }, event.recordedAt);
      tx.afterCommit(() => void tell(bridge.id, body));
    },
  };
  async function tell(bridgeId: BridgeId, event: Record<string, unknown>): Promise<void> {
    await deps.bridgePort.transaction(bridgeId, newTransactionId(), { events: [event] });
  }
}
