import type { LeafType} from '@holdfast/archive-format';
import { closingRecord, createChain, openingRecord, plainRecord, type Chain, type PlainType } from '@holdfast/archive-format';
import type { RoomId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { Clock } from '../kernel/index.ts';
import { insertKeyslot, insertRecord } from './archive-repository.ts';
import type { SlotPool } from './slot-pool.ts';

/** All keyslots are used: nothing was sealed, the transaction must be taken back and tried again after `SlotPool.ensure`. */
export class SlotsUsedUp extends Error {
  constructor() {
    super('no keyslot is ready');
    this.name = 'SlotsUsedUp';
  }
}

/** archive-design.md §1: an epoch ends at this many records or this age, whichever comes first. */
const mostRecords = 4096;
const longestMs = 7 * 86_400_000;

/** What belongs to no room is sealed under a chain of the box. */
export type ChainKey = RoomId | 'box';
type Open = { readonly chain: Chain; readonly openedAt: number };
export type Sealer = ReturnType<typeof createSealer>;

/**
 * The only holder of chain keys. Seals inside the transaction that records the fact, in memory; what is taken back ends its
 * chain, because a message key seals one body, ever. After a restart every room gets a new chain: none survives the process.
 */
export function createSealer({ clock, pool }: { clock: Clock; pool: Pick<SlotPool, 'take'> }) {
  const open = new Map<ChainKey, Open>();

  function drop(key: ChainKey, one: Open): void {
    one.chain.destroy();
    if (open.get(key) === one) open.delete(key);
  }
  const isOver = ({ chain, openedAt }: Open): boolean => chain.n >= mostRecords || clock.now() - openedAt >= longestMs;

  function end(tx: WriteTx, key: ChainKey): void {
    const one = open.get(key);
    if (!one) return;
    insertRecord(tx, closingRecord(clock.now(), one.chain.kid, one.chain.n));
    drop(key, one);
  }

  function chainOf(tx: WriteTx, key: ChainKey): Chain {
    const standing = open.get(key);
    if (standing && isOver(standing)) end(tx, key);
    let one = open.get(key);
    if (!one) {
      const slot = pool.take();
      if (!slot) throw new SlotsUsedUp();
      one = { chain: createChain(slot.chainKey), openedAt: clock.now() };
      open.set(key, one);
      insertKeyslot(tx, one.chain.kid, slot.file);
      insertRecord(tx, openingRecord(one.openedAt, one.chain.kid, slot.file));
    }
    const used = one;
    tx.afterRollback(() => drop(key, used));
    return used.chain;
  }

  return {
    /** Throws SlotsUsedUp. `payload` is overwritten. */
    seal(tx: WriteTx, key: ChainKey, type: LeafType, payload: Buffer, file?: Uint8Array): void {
      insertRecord(tx, chainOf(tx, key).seal(type, clock.now(), payload, file));
      payload.fill(0);
    },
    /** An order or a policy as its signers made it; in clear. */
    plain(tx: WriteTx, type: PlainType, text: string): void {
      insertRecord(tx, plainRecord(type, clock.now(), text));
    },
    /** How many of these would need a keyslot now. */
    lacking: (keys: Iterable<ChainKey>): number => [...new Set(keys)].filter((key) => !open.has(key) || isOver(open.get(key) as Open)).length,
    /** The chain of a room ends: whose conversation it is has changed. */
    end,
    /** Ends those that are old, or all of them: at a stop, and when the recipients change. */
    endMany(tx: WriteTx, which: 'old' | 'all'): void {
      for (const [key, one] of [...open]) if (which === 'all' || isOver(one)) end(tx, key);
    },
    openChains: () => open.size,
  };
}
