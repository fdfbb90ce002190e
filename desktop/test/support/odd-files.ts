/** Heads of files that are not what they seem: just enough bytes for whoever looks at them before a decoder does. */
const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const be16 = (value: number): number[] => [value >> 8, value & 0xff];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const be32 = (value: number): number[] => [...be16(value >>> 16), ...be16(value & 0xffff)];
const letters = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const bytes = (...parts: readonly number[][]): Uint8Array => Uint8Array.from(parts.flat());

/** `frame` is what a decoder makes of it, `screen` what the header says. */
export const gif = (screen: number, frame: number, { palette = false, comment = false } = {}): Uint8Array =>
  bytes(letters('GIF89a'), u16(screen), u16(screen), [palette ? 0x80 : 0, 0, 0], palette ? [0, 0, 0, 255, 255, 255] : [], comment ? [0x21, 0xfe, 3, 0x2c, 1, 1, 0] : [], [0x2c, 0, 0, 0, 0], u16(frame), u16(frame), [0]);

const frame = (size: number): number[] => [0xff, 0xc0, ...be16(11), 8, ...be16(size), ...be16(size), 1, 1, 0x11, 0];
/** `before` stands between the start of the picture and its frame. */
export const jpeg = (size: number, before: readonly number[] = []): Uint8Array => bytes([0xff, 0xd8], [...before], frame(size), [0xff, 0xda]);
export const app1 = (length: number): number[] => [0xff, 0xe1, ...be16(length), ...Array<number>(length - 2).fill(0)];
/** A small frame within what a careless reader takes for a segment, and the real one is reached by a careful one. */
export const smallFrame = frame(8);

export const webp = (size: number, kind: 'VP8X' | 'VP8 ' | 'VP8L'): Uint8Array => {
  const one = size - 1;
  const body = kind === 'VP8X' ? [0, 0, 0, 0, ...u32(one).slice(0, 3), ...u32(one).slice(0, 3), 0] : kind === 'VP8 ' ? [0, 0, 0, 0x9d, 1, 0x2a, ...u16(size), ...u16(size)] : [0x2f, ...u32((one | (one << 14)) >>> 0)];
  return bytes(letters('RIFF'), u32(4 + 8 + body.length), letters('WEBP'), letters(kind), u32(body.length), body, [0, 0, 0, 0]);
};
export const bmp = (width: number, height: number): Uint8Array => bytes(letters('BM'), u32(54), u32(0), u32(54), u32(40), u32(width), u32(height >>> 0), [1, 0, 24, 0]);
export const avif = (sizes: readonly number[], brand = 'avif'): Uint8Array =>
  bytes(be32(24), letters('ftyp'), letters(brand), be32(0), letters('mif1avif'), ...sizes.map((size) => [...be32(20), ...letters('ispe'), ...be32(0), ...be32(size), ...be32(size)]));
export const isoFile = (brand: string): Uint8Array => bytes(be32(16), letters('ftyp'), letters(brand), be32(0));
export const words = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
