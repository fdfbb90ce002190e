import { reactive } from 'vue';
import type { RoomFeatures } from '../../ipc/index.ts';
import { checkFile, type FileVerdict, type SentKind } from './file-check.ts';
import { isDrawable, judgeFile, type FileFacts } from './file-kind.ts';

/** A file in the tray: chosen, judged, not sent. */
export type PendingFile = {
  readonly id: string;
  readonly blob: Blob;
  readonly name: string;
  readonly facts: FileFacts;
  readonly verdict: FileVerdict;
  readonly voice: { readonly durationMs: number; readonly waveform: readonly number[] } | null;
  /** blob: address of a small enough picture. */
  readonly preview: string | null;
  caption: string;
  state: 'ready' | 'handing-over' | 'failed';
  progress: number;
  failure: string | null;
  cancel: AbortController | null;
};

const HEAD_BYTES = 256 * 1024; // the frame of a JPEG with a large thumbnail lies this deep
let nextId = 1;

/** Reads the head of a file and judges it. Never decodes a picture that is larger than may be drawn. */
export async function takeFile(blob: Blob, name: string, features: RoomFeatures, voice: PendingFile['voice'] = null): Promise<PendingFile> {
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  const judged = judgeFile(head, name, blob.type);
  const facts: FileFacts = voice ? { ...judged, kind: 'audio', mimeType: blob.type || judged.mimeType, lies: false } : judged;
  const kind: SentKind = voice ? 'voice' : facts.kind;
  const isPicture = facts.kind === 'image' && isDrawable(facts);
  return reactive({
    id: `file-${nextId++}`,
    blob,
    name: name || 'file',
    facts,
    verdict: checkFile({ kind, mimeType: facts.mimeType }, blob.size, features.files),
    voice,
    preview: isPicture || voice ? URL.createObjectURL(blob) : null,
    caption: '',
    state: 'ready',
    progress: 0,
    failure: null,
    cancel: null,
  });
}

/** Frees what a file in the tray holds. */
export function dropFile(file: PendingFile): void {
  file.cancel?.abort();
  if (file.preview !== null) URL.revokeObjectURL(file.preview);
}
