/** Types that may be drawn or played inside the app, by the first bytes of the content. What a sender says about a file counts for nothing. */
const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const starts = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte);

const uint32 = (bytes: Uint8Array, at: number, isLittle = false): number => (at + 4 > bytes.length ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, isLittle));
/** Sizes of the headers a bitmap may have; two letters alone would be any text. */
const bmpHeaders: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

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
  if (ascii(bytes, 4, 8) === 'ftyp') return ofBrands(ascii(bytes, 8, Math.min(bytes.length, Math.max(16, uint32(bytes, 0)))));
  if (ascii(bytes, 0, 2) === 'BM' && bmpHeaders.has(uint32(bytes, 14, true))) return 'image/bmp';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm';
  return 'application/octet-stream';
}

/** Browsers draw what is AVIF by any of its brands; HEIC and its kin nobody here draws. */
function ofBrands(brands: string): string {
  if (/avi[fs]/.test(brands)) return 'image/avif';
  if (/^(hei[cfmsx]|hev[cmsx]|mif[12]|msf1)/.test(brands)) return 'application/octet-stream';
  return /^M4[AB]/.test(brands) ? 'audio/mp4' : 'video/mp4';
}

export type Dimensions = { readonly width: number; readonly height: number };

/** Width and height as the header of a picture says, before anything draws it; undefined where it says nothing. Pure. */
export function pictureSize(type: string, bytes: Uint8Array): Dimensions | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (type === 'image/png') return ascii(bytes, 12, 16) === 'IHDR' ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
    if (type === 'image/gif') return gifSize(view);
    if (type === 'image/webp') return webpSize(view, ascii(bytes, 12, 16));
    if (type === 'image/jpeg') return jpegSize(view);
    if (type === 'image/bmp') return bmpSize(view);
    if (type === 'image/avif') return avifSize(view, bytes);
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

function bmpSize(view: DataView): Dimensions {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** The largest of all that is said about any part of it (ISO 23008-12, `ispe`). */
function avifSize(view: DataView, bytes: Uint8Array): Dimensions | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: Dimensions | undefined;
  for (let at = buffer.indexOf('ispe'); at !== -1; at = buffer.indexOf('ispe', at + 4)) {
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!size || found.width * found.height > size.width * size.height) size = found;
  }
  return size;
}

/** Browsers make the canvas as large as the first frame, whatever the header said (GIF89a §18, §20). */
function gifSize(view: DataView): Dimensions | undefined {
  const palette = (packed: number): number => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  let at = 13 + palette(view.getUint8(10));
  while (view.getUint8(at) === 0x21) {
    for (at += 2; view.getUint8(at) !== 0; ) at += 1 + view.getUint8(at);
    at++;
  }
  if (view.getUint8(at) !== 0x2c) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true)) as [number, number, number, number];
  return { width: Math.max(screen.width, left + width), height: Math.max(screen.height, top + height) };
}

/** Walks the segments to the start of frame, as a decoder does: fill bytes and marks without a length are stepped over (ITU T.81 §B.1.1). */
function jpegSize(view: DataView): Dimensions | undefined {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker === 0 || (marker >= 0xd8 && marker <= 0xda)) return undefined;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else at += 2 + view.getUint16(at + 2);
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
