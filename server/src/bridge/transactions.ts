import type { BridgeId } from '@holdfast/contract';
import type { Secret } from '../kernel/index.ts';
import { createJsonClient, NetworkFailure, type JsonClient } from '../net/index.ts';

export type BridgeAddress = { readonly id: BridgeId; readonly url: string; readonly token: Secret };

/**
 * Plays the homeserver towards bridges: pushes transactions (Matrix spec, application service API). Every call is a new
 * transaction; repeating one is the gate's decision and gets a new id.
 */
export function createBridgeTransactions(bridges: readonly BridgeAddress[], { timeoutMs = 20_000 } = {}) {
  const clients = new Map<BridgeId, { http: JsonClient; token: Secret }>(
    bridges.map(({ id, url, token }) => [id, { http: createJsonClient(url, { connections: 16, timeoutMs }), token }]),
  );
  return {
    /** `refused`: it certainly did not arrive (no connection, or the bridge turned it down). `in-doubt`: nobody knows. */
    async transaction(bridge: BridgeId, transactionId: string, body: { events: object[]; ephemeral?: object[] }): Promise<'accepted' | 'refused' | 'in-doubt'> {
      const client = clients.get(bridge);
      if (!client) return 'refused';
      try {
        const reply = await client.http.request({
          method: 'PUT',
          path: `/_matrix/app/v1/transactions/${encodeURIComponent(transactionId)}`,
          token: client.token.reveal(),
          body,
        });
        if (reply.status === 200) return 'accepted';
        return reply.status >= 500 ? 'in-doubt' : 'refused';
      } catch (failure) {
        if (failure instanceof NetworkFailure) return failure.phase;
        throw failure;
      }
    },
    async close(): Promise<void> {
      await Promise.all([...clients.values()].map(({ http }) => http.close()));
    },
  };
}
export type BridgeTransactions = ReturnType<typeof createBridgeTransactions>;
