import { expect, test } from 'vitest';
import { app1, avif, bmp, gif, isoFile, jpeg, smallFrame, webp, words } from '../../test/support/odd-files.ts';
import { bombPng, samplePng } from '../../test/support/sample-png.ts';
import { typeOf, unsafe } from './downloads.ts';
import { pictureSize, sniffType } from './sniff.ts';

const file = 'application/octet-stream';
const small = samplePng(8, 8);

test.each<[string, Uint8Array, string]>([
  ['a PNG', small, 'image/png'],
  ['a JPEG', jpeg(100), 'image/jpeg'],
  ['a GIF', gif(10, 10), 'image/gif'],
  ['a WebP', webp(10, 'VP8 '), 'image/webp'],
  ['an AVIF', avif([10]), 'image/avif'],
  ['an AVIF that calls itself a film', avif([10], 'isom'), 'image/avif'],
  ['a bitmap', bmp(10, 10), 'image/bmp'],
  ['a HEIC, which nobody here draws', isoFile('heic'), file],
  ['a film', isoFile('isom'), 'video/mp4'],
  ['a sound', isoFile('M4A '), 'audio/mp4'],
  ['Ogg', words('OggS....'), 'audio/ogg'],
  ['MP3 with a tag', words('ID3....'), 'audio/mpeg'],
  ['WAV', words('RIFF....WAVEfmt '), 'audio/wav'],
  ['HTML', words('<!doctype html><script>alert(1)</script>'), file],
  ['HTML behind blanks', words('\n\n  <html><img src=x onerror=alert(1)>'), file],
  ['SVG', words('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), file],
  ['SVG as XML', words('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), file],
  ['PDF', words('%PDF-1.7'), file],
  ['a program of Windows', words('MZ....'), file],
  ['a page of JavaScript', words('alert(1)'), file],
  ['a text that begins like a bitmap', words('BMW, the red one, tomorrow at ten'), file],
  ['RIFF of another kind', words('RIFF....AVI LIST'), file],
  ['nothing', new Uint8Array(), file],
  ['one byte', Uint8Array.of(0xff), file],
])('%s is %#', (_what, content, type) => {
  expect(sniffType(content)).toBe(type);
});

test('what is a picture and a page at once is served as the picture, whatever stands behind its head', () => {
  expect(typeOf(Buffer.concat([small, words('<script>alert(1)</script>')]))).toBe('image/png');
  expect(typeOf(Buffer.concat([gif(1, 1), words('/*<script>*/=1;alert(1)')]))).toBe('image/gif');
  expect(typeOf(Buffer.concat([words('GIF8=1;alert(1)//'), small]))).toBe(unsafe);
});

test.each<[string, Uint8Array, number]>([
  ['a PNG', small, 8],
  ['a JPEG', jpeg(600), 600],
  ['a JPEG with much before the frame', jpeg(600, [...app1(60_000), ...app1(60_000)]), 600],
  ['a GIF with palette and comment', gif(10, 10, { palette: true, comment: true }), 10],
  ['VP8X', webp(3000, 'VP8X'), 3000],
  ['VP8', webp(3000, 'VP8 '), 3000],
  ['VP8L', webp(3000, 'VP8L'), 3000],
  ['a bitmap that stands on its head', bmp(40, -40), 40],
  ['AVIF', avif([16, 900]), 900],
])('%s says how large it is', (_what, content, size) => {
  expect(pictureSize(sniffType(content), content)).toEqual({ width: size, height: size });
  expect(typeOf(content)).toBe(sniffType(content));
});

test.each<[string, Uint8Array]>([
  ['a PNG of 60,000 by 60,000', bombPng(60_000, 60_000)],
  ['a PNG as long as a number', bombPng(0xffffffff, 1)],
  ['a PNG without width', bombPng(0, 100)],
  ['a PNG without its first chunk', Buffer.concat([small.subarray(0, 8), words('\0\0\0\x0dtEXtlies'), small.subarray(16)])],
  ['a PNG that ends', small.subarray(0, 12)],
  ['a JPEG', jpeg(60_000)],
  ['a JPEG whose large frame follows a fill byte, the small one in its shade', jpeg(60_000, [0xff])],
  ['a JPEG whose large frame follows a restart mark', jpeg(60_000, [0xff, 0xd0])],
  ['a JPEG whose large frame follows a lone mark', jpeg(60_000, [0xff, 0x01])],
  ['a JPEG with a small frame only inside a segment', jpeg(60_000, [0xff, 0xe1, 0, 2 + smallFrame.length, ...smallFrame])],
  ['a JPEG that never comes to its frame', jpeg(8, [0xff, 0xda])],
  ['a GIF', gif(60_000, 1)],
  ['a GIF whose frame is larger than it says', gif(1, 60_000)],
  ['a GIF whose frame is larger than it says, behind a comment', gif(1, 60_000, { palette: true, comment: true })],
  ['a GIF without a frame', gif(10, 10).subarray(0, 13)],
  ['WebP', webp(16_000, 'VP8X')],
  ['WebP without loss', webp(16_000, 'VP8L')],
  ['WebP of an unknown kind', words('RIFF....WEBPXXXX................')],
  ['a bitmap', bmp(60_000, 60_000)],
  ['a bitmap of negative height', bmp(60_000, -60_000)],
  ['an AVIF', avif([8, 60_000])],
  ['an AVIF that says nothing', avif([])],
])('%s would unfold into too much, or hides how much: unsafe', (_what, content) => {
  expect(typeOf(content)).toBe(unsafe);
});
