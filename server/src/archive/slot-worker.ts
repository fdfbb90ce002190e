import { parentPort } from 'node:worker_threads';
import { newChainKey, ready, wrapKeyslot, type Policy } from '@holdfast/archive-format';

export type SlotOrder = { readonly policy: Pick<Policy, 'holders' | 'threshold'>; readonly generation: number; readonly count: number };
export type SlotMade = { readonly generation: number; readonly chainKey: Uint8Array<ArrayBuffer>; readonly file: Uint8Array };

/** Makes keyslots on a thread of its own: wrapping takes milliseconds, far more than sealing a message. */
const port = parentPort;
if (!port) throw new Error('slot-worker runs as a thread');
await ready();
port.on('message', ({ policy, generation, count }: SlotOrder) => {
  void (async () => {
    for (let n = 0; n < count; n++) {
      const chainKey = Uint8Array.from(newChainKey());
      const file = await wrapKeyslot(chainKey, policy);
      const made: SlotMade = { generation, chainKey, file };
      port.postMessage(made, [chainKey.buffer]); // moved, not copied: this thread keeps no key
    }
  })();
});
