/** Types that may be drawn or played inside the app, by the first bytes of the content. What a sender says about a file counts for nothing. */
const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const starts = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte);

/** The type of the content, or application/octet-stream: then it can be saved and nothing else. SVG and HTML are never inline. Pure. */
export function sniffType(bytes: Uint8Array): string {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (ascii(bytes, 0, 4) === 'GIF8') return 'image/gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WAVE') return 'audio/wav';
  if (ascii(bytes, 0, 4) === 'OggS') return 'audio/ogg';
  if (ascii(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return 'audio/mpeg';
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return 'audio/aac';
  if (ascii(bytes, 4, 8) === 'ftyp') return /^M4A|^M4B/.test(ascii(bytes, 8, 12)) ? 'audio/mp4' : 'video/mp4';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm';
  return 'application/octet-stream';
}

export type Dimensions = { readonly width: number; readonly height: number };

/** Width and height as the header of a picture says, before anything draws it; undefined where it says nothing. Pure. */
export function pictureSize(type: string, bytes: Uint8Array): Dimensions | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (type === 'image/png') return { width: view.getUint32(16), height: view.getUint32(20) };
    if (type === 'image/gif') return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (type === 'image/webp') return webpSize(view, ascii(bytes, 12, 16));
    if (type === 'image/jpeg') return jpegSize(view);
  } catch {
    return undefined; // the header ends too early
  }
  return undefined;
}

function webpSize(view: DataView, chunk: string): Dimensions | undefined {
  if (chunk === 'VP8X') return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(27, true) & 0xffffff) };
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
  }
  return undefined;
}

/** Walks the segments to the start of frame (ITU T.81). */
function jpegSize(view: DataView): Dimensions | undefined {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** A picture beyond this many pixels would take hundreds of megabytes when drawn: an image bomb, or not for a screen. */
const mostPixels = 50_000_000;

/** False for a picture whose header is missing or promises more than a screen can bear. Pure. */
export function isDrawable(type: string, bytes: Uint8Array): boolean {
  if (!type.startsWith('image/')) return true;
  const size = pictureSize(type, bytes);
  return size !== undefined && size.width > 0 && size.height > 0 && size.width * size.height <= mostPixels;
}
