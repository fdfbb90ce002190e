import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { attachmentBody } from './attach.ts';
import { picture, pictureSize, portrait } from './pictures.ts';
import { paper, voice } from './sounds-and-papers.ts';

/** Reads a PNG as a strict reader does: every chunk framed, every checksum right, every row there. */
function readPng(bytes: Buffer): { width: number; height: number; colours: number } {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  const [header, pixels] = [chunks.get('IHDR')!, inflateSync(chunks.get('IDAT')!)];
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect(pixels).toHaveLength((width * 3 + 1) * height);
  expect([...chunks.keys()].at(-1)).toBe('IEND');
  return { width, height, colours: new Set(pixels.toString('hex').match(/.{6}/g)).size };
}

test('a portrait is a small square picture, another for another colour', () => {
  expect(readPng(portrait(30))).toMatchObject({ width: 160, height: 160 });
  expect(portrait(30).equals(portrait(200))).toBe(false);
});

test.each(['oak', 'room', 'sunset'] as const)('%s is a picture worth looking at', (of) => {
  const { colours, ...size } = readPng(picture(of));
  expect(size).toEqual(pictureSize);
  expect(colours).toBeGreaterThan(50);
});

test('a voice lasts as long as it says, is heard, and never clips', () => {
  const wav = voice(3);
  expect([wav.toString('latin1', 0, 4), wav.readUInt32LE(4), wav.readUInt32LE(24)]).toEqual(['RIFF', wav.length - 8, 8000]);
  expect(wav.readUInt32LE(40) / wav.readUInt32LE(28)).toBe(3);
  const samples = Array.from({ length: 3 * 8000 }, (_, at) => Math.abs(wav.readInt16LE(44 + at * 2)));
  const loudest = samples.reduce((most, sample) => Math.max(most, sample), 0);
  expect(loudest).toBeGreaterThan(4000);
  expect(loudest).toBeLessThan(32_000);
  expect(samples.filter((sample) => sample < 40).length).toBeGreaterThan(2000); // speech has pauses
});

test('a paper is a document whose table points at its objects', () => {
  const text = paper('Offer (2231) \\ Żółw').toString('latin1');
  expect(text).toMatch(/^%PDF-1\.4\n[^]*%%EOF\n$/);
  expect(text).toContain('(Offer \\(2231\\) \\\\ ???w) Tj');
  const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
  expect(text.slice(table, table + 4)).toBe('xref');
  const places = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
  expect(places.map((place, index) => text.slice(place).startsWith(`${index + 1} 0 obj`))).toEqual([true, true, true, true, true]);
});

test('an attachment travels as the imitation messenger takes it', () => {
  expect(attachmentBody({ kind: 'voice', seconds: 2 })).toMatchObject({ kind: 'voice', media: { mime_type: 'audio/wav', duration_ms: 2000 } });
  expect(attachmentBody({ kind: 'location', latitude: 1, longitude: 2, name: 'Here' })).toEqual({ kind: 'location', location: { latitude: 1, longitude: 2, name: 'Here' } });
});
