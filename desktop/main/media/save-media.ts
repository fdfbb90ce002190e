import { open, rename, rm } from 'node:fs/promises';
import { AppRefusal } from '../app-refusal.ts';
import { unsafe, type Downloads, type MediaBox } from './downloads.ts';

const pieceBytes = 1024 * 1024;

/** Brings the whole file of a message into the store. Throws MEDIA_UNSAFE, NOT_FOUND, or OFFLINE for what may be tried again. */
export async function bringWhole(downloads: Downloads, here: MediaBox, source: string): Promise<void> {
  const known = await here.store.media.read(source, 'full', 0, 1);
  const status = known ? 200 : await downloads.bring(here, source, 'full');
  if (status === 404) throw new AppRefusal('NOT_FOUND', 'the box does not have the file any more');
  if (status !== 200) throw new AppRefusal('OFFLINE', 'the file could not be fetched');
  const kept = known ?? (await here.store.media.read(source, 'full', 0, 1));
  if (kept?.mimeType === unsafe) throw new AppRefusal('MEDIA_UNSAFE', 'the file would unfold into something enormous');
}

/**
 * Writes a file of the store to where the person said, piece by piece. It has its name only when it is whole: what breaks
 * off, by a full disk say, leaves nothing that looks like the file.
 */
export async function writeOut({ store }: MediaBox, source: string, path: string): Promise<void> {
  const partial = `${path}.part`;
  const file = await open(partial, 'w', 0o600);
  try {
    for (let offset = 0; ; ) {
      const piece = await store.media.read(source, 'full', offset, pieceBytes);
      if (!piece) throw new AppRefusal('NOT_FOUND', 'the file made room for others while it was written');
      await file.writeFile(piece.bytes);
      offset += piece.bytes.length;
      if (offset >= piece.size || piece.bytes.length === 0) break;
    }
    await file.sync();
    await file.close();
    await rename(partial, path);
  } catch (failure) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw failure;
  }
}
