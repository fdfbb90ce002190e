import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];
/** What is seen at a place; both run from 0 to 1, from the upper left. */
export type Painter = (x: number, y: number) => Colour;

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A picture in code: eight bits a colour, no alpha, no filter. */
export function encodePng(width: number, height: number, paint: Painter): Buffer {
  const row = width * 3 + 1; // each row begins with the number of its filter: none
  const raw = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) raw.set(paint((x + 0.5) / width, (y + 0.5) / height).map(toByte), y * row + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const toByte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** Colour of a wheel: degrees, strength and lightness from 0 to 1. */
export function hsl(hue: number, strength: number, lightness: number): Colour {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - strength * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [part(0), part(8), part(4)];
}

export const mix = (a: Colour, b: Colour, share: number): Colour => [0, 1, 2].map((at) => a[at]! + (b[at]! - a[at]!) * Math.max(0, Math.min(1, share))) as unknown as Colour;
