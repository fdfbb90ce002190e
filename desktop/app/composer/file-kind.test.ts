import { expect, test } from 'vitest';
import { checkFile } from './file-check.ts';
import { isDrawable, judgeFile } from './file-kind.ts';

const bytes = (...parts: (number[] | string)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((sign) => sign.charCodeAt(0)) : part)));
const four = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width: number, height: number): Uint8Array => bytes([0x89], 'PNG\r\n', [0x1a], '\n', four(13), 'IHDR', four(width), four(height), [8, 2, 0, 0, 0]);

test('a picture is what its bytes say, with its size and without decoding it', () => {
  expect(judgeFile(png(640, 480), 'a.png', 'image/png')).toEqual({ kind: 'image', mimeType: 'image/png', width: 640, height: 480, lies: false });
  expect(judgeFile(bytes('GIF89a', [0x40, 1, 0xf0, 0]), 'a.gif', 'image/gif')).toMatchObject({ width: 320, height: 240 });
  expect(judgeFile(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 100, 0, 200, 3, 0, 0, 0, 0]), 'a.jpg', 'image/jpeg')).toMatchObject({ width: 200, height: 100 });
});

test('a picture that would fill the memory is known for it before anything draws it', () => {
  expect(isDrawable(judgeFile(png(30_000, 30_000), 'bomb.png', 'image/png'))).toBe(false);
  expect(isDrawable(judgeFile(png(4_000, 3_000), 'photo.png', 'image/png'))).toBe(true);
});

test.each([
  ['photo.jpg', 'image/jpeg', bytes('MZ', [0x90, 0])],
  ['photo.png', 'image/png', bytes('<script>alert(1)</script>')],
  ['video.mp4', 'video/mp4', bytes('just words')],
  ['paper.pdf', 'application/pdf', bytes([0x50, 0x4b, 3, 4])],
  ['drawing.png', 'image/png', bytes('<svg onload="x">')],
])('%s that holds something else goes as a plain file and says so', (name, declared, content) => {
  expect(judgeFile(content, name, declared)).toMatchObject({ kind: 'file', lies: true });
});

test('neither SVG nor HTML is ever a picture, nor carries a type that a browser would run', () => {
  for (const [name, type] of [['a.svg', 'image/svg+xml'], ['a.html', 'text/html'], ['a.js', 'text/javascript']] as const) {
    const judged = judgeFile(bytes('<svg></svg>'), name, type);
    expect([judged.kind, judged.mimeType]).toEqual(['file', 'application/octet-stream']);
  }
});

test('sound, film and documents are told apart by their content', () => {
  const kinds = [bytes('OggS'), bytes('ID3'), bytes('RIFF', four(0), 'WAVE'), bytes(four(24), 'ftypisom'), bytes(four(24), 'ftypM4A '), bytes([0x1a, 0x45, 0xdf, 0xa3]), bytes('%PDF-1.7')].map((content) => judgeFile(content, 'x', ''));
  expect(kinds.map(({ kind }) => kind)).toEqual(['audio', 'audio', 'audio', 'video', 'audio', 'video', 'file']);
  expect(judgeFile(bytes([0x50, 0x4b, 3, 4]), 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toMatchObject({ lies: false, mimeType: expect.stringContaining('wordprocessingml') as string });
});

const rule = (maxSize: number | null, ...mimeTypes: string[]) => ({ maxSize, mimeTypes, caption: true });

test('a file goes as what it is, else as a plain file, else not at all, and says why', () => {
  const image = { kind: 'image' as const, mimeType: 'image/webp' };
  expect(checkFile(image, 10, { 'm.image': rule(null, '*/*') })).toMatchObject({ ok: true, kind: 'image', asFile: false });
  expect(checkFile(image, 10, { 'm.image': rule(null, 'image/jpeg'), 'm.file': rule(null) })).toMatchObject({ ok: true, kind: 'file', asFile: true });
  expect(checkFile(image, 10, { 'm.image': rule(null, 'image/jpeg') })).toEqual({ ok: false, why: 'type-refused' });
  expect(checkFile(image, 10, {})).toEqual({ ok: false, why: 'no-files' });
  expect(checkFile(image, 101, { 'm.image': rule(50, 'image/*'), 'm.file': rule(100) })).toEqual({ ok: false, why: 'too-large', limit: 100 });
  expect(checkFile(image, 0, { 'm.image': rule(null) })).toEqual({ ok: false, why: 'empty' });
});
