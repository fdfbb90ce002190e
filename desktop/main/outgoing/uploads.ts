import type { Outgoing } from '../../ipc/index.ts';
import type { OutgoingRow, Store } from '../../store/contract.ts';
import { AppRefusal, isRefusal } from '../app-refusal.ts';
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
    const size = await sizeOf(file.fileId);
    if (row.mxc === null) return { mxc: await fill(await newAddress(row)), size };
    try {
      return { mxc: await fill(row.mxc), size };
    } catch (failure) {
      if (!isRefusal(failure, 'M_NOT_FOUND')) throw failure;
      return { mxc: await fill(await newAddress(row)), size }; // the address expired unused
    }

    async function fill(mxc: string): Promise<string> {
      try {
        await homeserver.putMedia(mxc, file.name, file.mimeType, size, pieces(row, file.fileId, size), signal);
      } catch (failure) {
        if (!isRefusal(failure, 'M_CANNOT_OVERWRITE_MEDIA')) throw failure; // the upload had arrived and only its answer was lost
      }
      return mxc;
    }
  };

  async function sizeOf(fileId: string): Promise<number> {
    const size = await store.outgoing.fileSize(fileId);
    if (size === null) throw new AppRefusal('FILE_UNREADABLE', 'the file is no longer in the store');
    return size;
  }

  async function newAddress({ localId }: OutgoingRow): Promise<string> {
    const mxc = await homeserver.createMedia();
    await store.outgoing.update(localId, { mxc });
    return mxc;
  }

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
