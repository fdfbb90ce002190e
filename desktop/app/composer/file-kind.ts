/** What a file is, judged by its first bytes and never by its name alone. */
export type FileFacts = {
  readonly kind: 'image' | 'video' | 'audio' | 'file';
  readonly mimeType: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Its name or declared type promises another kind of thing. */
  readonly lies: boolean;
};
type Found = { readonly kind: FileFacts['kind']; readonly mimeType: string };

const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const starts = (bytes: Uint8Array, ...signs: number[]): boolean => signs.every((sign, index) => bytes[index] === sign);

function isoBrand(bytes: Uint8Array): Found | null {
  if (text(bytes, 4, 8) !== 'ftyp') return null;
  const brand = text(bytes, 8, 12);
  if (/^(?:heic|heix|mif1|msf1|avif|avis)/u.test(brand)) return { kind: 'image', mimeType: brand.startsWith('avi') ? 'image/avif' : 'image/heic' };
  if (/^M4[AB]/u.test(brand)) return { kind: 'audio', mimeType: 'audio/mp4' };
  return { kind: 'video', mimeType: brand.startsWith('qt') ? 'video/quicktime' : brand.startsWith('3g') ? 'video/3gpp' : 'video/mp4' };
}

function riff(bytes: Uint8Array): Found | null {
  if (text(bytes, 0, 4) !== 'RIFF') return null;
  const form = text(bytes, 8, 12);
  if (form === 'WEBP') return { kind: 'image', mimeType: 'image/webp' };
  if (form === 'WAVE') return { kind: 'audio', mimeType: 'audio/wav' };
  return form === 'AVI ' ? { kind: 'video', mimeType: 'video/x-msvideo' } : null;
}

function byContent(bytes: Uint8Array): Found | null {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { kind: 'image', mimeType: 'image/jpeg' };
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { kind: 'image', mimeType: 'image/png' };
  if (/^GIF8[79]a/u.test(text(bytes, 0, 6))) return { kind: 'image', mimeType: 'image/gif' };
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return { kind: 'video', mimeType: 'video/webm' };
  if (text(bytes, 0, 4) === 'OggS') return { kind: 'audio', mimeType: 'audio/ogg' };
  if (text(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return { kind: 'audio', mimeType: 'audio/mpeg' };
  if (text(bytes, 0, 4) === 'fLaC') return { kind: 'audio', mimeType: 'audio/flac' };
  if (text(bytes, 0, 5) === '%PDF-') return { kind: 'file', mimeType: 'application/pdf' };
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return { kind: 'file', mimeType: 'application/zip' };
  if (text(bytes, 0, 2) === 'MZ' || starts(bytes, 0x7f, 0x45, 0x4c, 0x46)) return { kind: 'file', mimeType: 'application/octet-stream' };
  if (/^\s*<(?:!doctype|html|script|svg|\?xml)/iu.test(text(bytes, 0, 64))) return { kind: 'file', mimeType: 'application/octet-stream' };
  return isoBrand(bytes) ?? riff(bytes);
}

const promised: readonly (readonly [RegExp, FileFacts['kind']])[] = [
  [/\.(?:jpe?g|png|gif|webp|heic|avif|bmp|tiff?)$/iu, 'image'],
  [/\.(?:mp4|m4v|mov|webm|mkv|avi|3gp)$/iu, 'video'],
  [/\.(?:mp3|m4a|ogg|oga|opus|wav|flac)$/iu, 'audio'],
  [/\.pdf$/iu, 'file'],
];
const zipped = /^application\/(?:vnd\.|x-zip|zip|epub|java-archive|msword)/u;

/** `declared` is what the system says from the name: believed only where the content says nothing of its own. */
export function judgeFile(bytes: Uint8Array, name: string, declared: string): FileFacts {
  const found = byContent(bytes);
  const promise = promised.find(([pattern]) => pattern.test(name))?.[1] ?? (/^(image|video|audio)\//u.exec(declared)?.[1] as FileFacts['kind'] | undefined);
  if (!found) {
    const lies = promise !== undefined;
    const plain = lies || /^(?:image|video|audio)\//u.test(declared) || declared.includes('html') || declared.includes('script') ? 'application/octet-stream' : declared || 'application/octet-stream';
    return { kind: 'file', mimeType: plain, width: null, height: null, lies };
  }
  const sameFamily = promise === undefined || promise === found.kind || (found.mimeType === 'video/webm' && promise === 'audio') || (found.mimeType === 'audio/ogg' && promise === 'video');
  const lies = !sameFamily || (/\.pdf$/iu.test(name) && found.mimeType !== 'application/pdf');
  const size = found.kind === 'image' ? pictureSize(bytes, found.mimeType) : null;
  const mimeType = found.mimeType === 'application/zip' && zipped.test(declared) ? declared : found.mimeType === 'video/webm' && promise === 'audio' ? 'audio/webm' : found.mimeType;
  return { kind: mimeType === 'audio/webm' ? 'audio' : found.kind, mimeType, width: size?.width ?? null, height: size?.height ?? null, lies };
}

/** Width and height as the header tells them, without decoding a pixel: a picture of 30,000 × 30,000 stays bytes. */
export function pictureSize(bytes: Uint8Array, mimeType: string): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (mimeType === 'image/png' && bytes.length >= 24) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (mimeType === 'image/gif' && bytes.length >= 10) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (mimeType === 'image/webp' && bytes.length >= 30) return webpSize(bytes, view);
  if (mimeType === 'image/jpeg') return jpegSize(bytes, view);
  return null;
}

function webpSize(bytes: Uint8Array, view: DataView): { width: number; height: number } | null {
  const chunk = text(bytes, 12, 16);
  if (chunk === 'VP8X') return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + ((view.getUint32(26, true) >>> 8) & 0xffffff) };
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk !== 'VP8L') return null;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function jpegSize(bytes: Uint8Array, view: DataView): { width: number; height: number } | null {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

const MOST_PIXELS = 50_000_000;
/** Small enough to be decoded for a preview. */
export const isDrawable = ({ width, height }: Pick<FileFacts, 'width' | 'height'>): boolean => width !== null && height !== null && width * height <= MOST_PIXELS;
