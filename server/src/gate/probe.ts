import { randomBytes } from 'node:crypto';
import type { BridgeId, EventId, UserId } from '@holdfast/contract';
import { newTransactionId, type Clock } from '../kernel/index.ts';
import { newFenceId, notice } from './fence.ts';
import type { BridgePort, GateBridge } from './ports.ts';

export type ProbeResult = { readonly bridgeId: BridgeId; readonly ok: boolean; readonly ms: number; readonly code: string | null };

/**
 * Sends a bridge an event of a room that does not exist and waits for its complaint: gate → bridge → gate, through the
 * same endpoints as a message, and nothing can reach a client.
 */
export function createProbe({ bridgePort, bridges, clock, serverName }: { bridgePort: BridgePort; bridges: ReadonlyMap<string, GateBridge>; clock: Clock; serverName: string }) {
  const pending = new Map<EventId, () => void>();
  return {
    /** Called for every checkpoint; true when it was the answer to a probe. */
    answered(eventId: EventId): boolean {
      const resolve = pending.get(eventId);
      resolve?.();
      return resolve !== undefined;
    },
    async run(bridgeId: BridgeId, timeoutMs = 10_000): Promise<ProbeResult> {
      const started = clock.now();
      const result = (ok: boolean, code: string | null): ProbeResult => ({ bridgeId, ok, ms: clock.now() - started, code });
      if (bridges.get(bridgeId)?.confirmsDelivery === false) return result(false, 'UNCONFIRMED_BRIDGE');
      const eventId = newFenceId();
      const answer = new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        pending.set(eventId, () => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      try {
        const room = `!holdfast-probe-${randomBytes(8).toString('hex')}`;
        const sender = `@acct_${bridgeId}_probe:${serverName}` as UserId;
        const handed = await bridgePort.transaction(bridgeId, newTransactionId(), { events: [notice(eventId, room, sender, started)] });
        if (handed !== 'accepted') return result(false, handed === 'refused' ? 'BRIDGE_UNREACHABLE' : 'BRIDGE_IN_DOUBT');
        return (await answer) ? result(true, null) : result(false, 'NO_CHECKPOINT');
      } finally {
        pending.get(eventId)?.();
        pending.delete(eventId);
      }
    },
  };
}
