import type { Outgoing } from '../../ipc/index.ts';
import type { OutgoingRow, Store } from '../../store/contract.ts';
import { AppRefusal } from '../app-refusal.ts';
import type { HomeserverClient } from '../matrix/homeserver-client.ts';

const pieceBytes = 512 * 1024;
type FileOutgoing = Extract<Outgoing, { kind: 'file' }>;

type Deps = { readonly store: Store; readonly homeserver: HomeserverClient; readonly onProgress: (row: OutgoingRow, progress: number) => void };

/**
 * Brings a file of the store to the homeserver. The address is made first and kept with the row (spec: asynchronous
 * uploads), so that a retry fills the same address and no second copy can come about.
 */
export function createUploads({ store, homeserver, onProgress }: Deps) {
  return async function upload(row: OutgoingRow, { file }: FileOutgoing, signal: AbortSignal): Promise<{ mxc: string; size: number }> {
    const size = await store.outgoing.fileSize(file.fileId);
    if (size === null) throw new AppRefusal('FILE_UNREADABLE', 'the file is no longer in the store');
    let mxc = row.mxc;
    if (mxc === null) {
      mxc = await homeserver.createMedia();
      await store.outgoing.update(row.localId, { mxc });
    }
    try {
      await homeserver.putMedia(mxc, file.name, file.mimeType, size, pieces(row, file.fileId, size), signal);
    } catch (failure) {
      // The upload had arrived and only its answer was lost (spec: M_CANNOT_OVERWRITE_MEDIA).
      if (!(failure instanceof AppRefusal) || failure.code !== 'M_CANNOT_OVERWRITE_MEDIA') {
        if (failure instanceof AppRefusal && failure.code === 'M_NOT_FOUND') await store.outgoing.update(row.localId, { mxc: null }); // the address expired unused
        throw failure;
      }
    }
    return { mxc, size };
  };

  function pieces(row: OutgoingRow, fileId: string, size: number): ReadableStream<Uint8Array> {
    let offset = 0;
    return new ReadableStream({
      async pull(controller) {
        if (offset >= size) return controller.close();
        const bytes = await store.outgoing.readFile(fileId, offset, pieceBytes);
        offset += bytes.length;
        if (bytes.length === 0) return controller.error(new AppRefusal('FILE_UNREADABLE', 'the file ends too early'));
        controller.enqueue(bytes);
        onProgress(row, size === 0 ? 1 : offset / size);
      },
    }, { highWaterMark: 1 });
  }
}
export type Upload = ReturnType<typeof createUploads>;
