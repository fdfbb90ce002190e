import { createCipheriv, hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { runInThisContext } from 'node:vm';
import { dictionary1 } from '@holdfast/archive-format';
import { expect, test } from 'vitest';
import { drawable, type NotDrawn } from './drawable.ts';
import { conversationName, csvCell, safeFileName, safeName } from './names.ts';
import { verifierPage } from './verifier-page.ts';

type Verifier = { sha256(...parts: Uint8Array[]): Uint8Array; chacha20(key: Uint8Array, bytes: Uint8Array): Uint8Array; inflate(packed: Uint8Array, dictionary: Uint8Array): Promise<Uint8Array> };
runInThisContext(readFileSync(new URL('./verifier/verifier.js', import.meta.url), 'utf8'));
const { verifier } = globalThis as unknown as { verifier: Verifier };

test('the page’s own arithmetic is that of everybody else', async () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const bytes = randomBytes(length);
    expect(Buffer.from(verifier.sha256(bytes.subarray(0, length >> 1), bytes.subarray(length >> 1))).toString('hex')).toBe(hash('sha256', bytes));
  }
  for (const length of [0, 1, 64, 65, 1000]) {
    const [key, plain] = [randomBytes(32), randomBytes(length)];
    const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
    expect(Buffer.from(verifier.chacha20(Uint8Array.from(key), cipher.update(plain))).equals(plain)).toBe(true);
  }
  const text = Buffer.from(`{"k":"event","at":1,"room":"!a","body":"${'слово '.repeat(50)}"}`);
  expect(Buffer.from(await verifier.inflate(deflateRawSync(text, { dictionary: dictionary1 }), dictionary1)).equals(text)).toBe(true);
});

test('the page fetches nothing and runs no script but its own', () => {
  const page = verifierPage();
  const code = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(page)?.[1] ?? '';
  expect(page).toContain(`script-src 'sha256-${Buffer.from(hash('sha256', code), 'hex').toString('base64')}'`);
  expect(page).not.toMatch(/https?:\/\/|fetch\(|XMLHttpRequest|WebSocket/);
});

test('names out of foreign words are names and nothing else', () => {
  for (const name of ['../../etc/passwd', '..', '.', '', '/', '\\\\server\\share', 'CON', 'con.txt', 'a\u0000b', '=cmd|x', 'a/../b', ' ', '-rf', '\u202egpj.exe', 'x'.repeat(500)]) {
    const safe = safeName(name);
    expect(safe, name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,70}$/u);
    expect(safe.toLowerCase(), name).not.toMatch(/^(con|nul)(\.|$)/);
  }
  expect(safeFileName('Рахунок №5.pdf')).toBe('Рахунок_5.pdf');
  expect(safeFileName('../x.PDF')).toMatch(/^_?x\.PDF$/);
  expect(conversationName('!a', 'Jan')).not.toBe(conversationName('!b', 'Jan'));
  expect(['=1+1', '+48 600', '-1', '@x', '\t=1', 'a "b"', 'a,b', 'ok', -5, null].map(csvCell)).toEqual([`"'=1+1"`, `"'+48 600"`, `"'-1"`, `"'@x"`, `"'\t=1"`, '"a ""b"""', '"a,b"', 'ok', '-5', '']);
});

test('what a font lacks is named and counted', () => {
  const notDrawn: NotDrawn = new Map();
  expect(drawable('да 👍👍 \u202eok\u0007', (code) => code < 0x500, notDrawn)).toBe('да <U+1F44D><U+1F44D> ok<U+0007>');
  expect([...notDrawn]).toEqual([['U+1F44D', 2], ['U+0007', 1]]);
});
