import type { BoxApi } from '../../ipc/index.ts';

const PIECE = 768 * 1024; // a multiple of three, so that no piece ends within a base64 quartet

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/**
 * Hands a file over to main, piece by piece, and resolves with its id there. Aborting discards what was handed over;
 * rejects with an AbortError then, and with BoxApiError when main refuses. Nothing is sent by this.
 */
export async function handOver(api: BoxApi, file: Blob, told: (share: number) => void, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { fileId } = await api.beginFile({ size: file.size });
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      signal.throwIfAborted();
      await api.appendFile({ fileId, data: toBase64(piece) });
      told(Math.min(1, (at + piece.length) / file.size));
    }
    signal.throwIfAborted();
    return fileId;
  } catch (failure) {
    await api.discardFile({ fileId }).catch(() => undefined); // main forgets what nobody sends; this is only sooner
    throw failure;
  }
}
