import type { RoomFeatures } from '../../ipc/index.ts';
import type { FileFacts } from './file-kind.ts';

export type SentKind = 'image' | 'video' | 'voice' | 'audio' | 'file';
/** How a file would go, or why it cannot. `asFile`: the network takes it, but not as the kind it is. */
export type FileVerdict =
  | { readonly ok: true; readonly kind: SentKind; readonly caption: boolean; readonly asFile: boolean }
  | { readonly ok: false; readonly why: 'too-large'; readonly limit: number }
  | { readonly ok: false; readonly why: 'no-files' | 'type-refused' | 'empty' };

const keys: Readonly<Record<SentKind, string>> = { image: 'm.image', video: 'm.video', voice: 'fi.mau.voice', audio: 'm.audio', file: 'm.file' };
/** What else a kind may go as, in this order. */
const chains: Readonly<Record<SentKind, readonly SentKind[]>> = {
  image: ['image', 'file'], video: ['video', 'file'], voice: ['voice', 'audio', 'file'], audio: ['audio', 'file'], file: ['file'],
};

/** 'image/*' and '*\/*' take families and everything; an empty list takes nothing in particular and so everything. */
export function takesType(mimeTypes: readonly string[], mimeType: string): boolean {
  const plain = mimeType.split(';')[0]!.trim().toLowerCase();
  return mimeTypes.length === 0 || mimeTypes.some((pattern) => pattern === '*/*' || pattern.split(';')[0]!.trim().toLowerCase() === plain || (pattern.endsWith('/*') && plain.startsWith(pattern.slice(0, -1).toLowerCase())));
}

/** Judges a file against what the network takes (RoomFeatures.files). */
export function checkFile(facts: Pick<FileFacts, 'mimeType'> & { readonly kind: SentKind }, size: number, files: RoomFeatures['files']): FileVerdict {
  if (size === 0) return { ok: false, why: 'empty' };
  let limit: number | null = null;
  let isTypeRefused = false;
  for (const kind of chains[facts.kind]) {
    const rule = files[keys[kind]];
    if (!rule) continue;
    if (!takesType(rule.mimeTypes, facts.mimeType)) {
      isTypeRefused = true;
      continue;
    }
    if (rule.maxSize !== null && size > rule.maxSize) {
      limit = Math.max(limit ?? 0, rule.maxSize);
      continue;
    }
    return { ok: true, kind, caption: rule.caption, asFile: kind !== facts.kind };
  }
  if (limit !== null) return { ok: false, why: 'too-large', limit };
  return { ok: false, why: isTypeRefused ? 'type-refused' : 'no-files' };
}

/** Whether there is any kind of file the network takes: else nothing of it is offered. */
export const takesFiles = (files: RoomFeatures['files']): boolean => ['m.image', 'm.video', 'm.audio', 'm.file'].some((key) => key in files);
