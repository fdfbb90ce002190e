import { keyslotPath, openKeyslot, openKeyslotWithShares, releaseShare, type KeyslotOpened } from '@holdfast/archive-format';
import type { Source } from '../archive-copy/index.ts';
import type { Chain, IndexStore } from '../index-store/index.ts';
import type { HolderKey } from '../keys/index.ts';

export type SlotCode = Exclude<KeyslotOpened, { ok: true }>['code'] | 'SLOT_MISSING';

/** Opens the slot of a chain alone, or with the shares that others have released. */
export async function openSlot(copy: Source, index: Pick<IndexStore, 'sharesOf'>, key: HolderKey, { kid, index: place, at }: Pick<Chain, 'kid' | 'index' | 'at'>): Promise<Chain> {
  const bytes = Buffer.from(kid, 'hex');
  const chain = (opened: KeyslotOpened | { ok: false; code: SlotCode }): Chain => ({ kid, index: place, at, key: opened.ok ? opened.chainKey : null, fault: opened.ok ? null : opened.code });
  const slot = await copy.read(keyslotPath(bytes));
  if (!slot) return chain({ ok: false, code: 'SLOT_MISSING' });
  const opened = await openKeyslot(slot, key.identity, bytes);
  if (opened.ok || opened.code !== 'SHARES_NEEDED') return chain(opened);
  const others = index.sharesOf(kid);
  if (others.length === 0) return chain(opened);
  const own = await releaseShare(slot, key.identity, bytes);
  const shares = own ? [own, ...others.filter((share) => Buffer.compare(share, own) !== 0)] : others;
  return chain(await openKeyslotWithShares(slot, shares, bytes));
}
