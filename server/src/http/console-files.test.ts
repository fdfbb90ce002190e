import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiForTest, type ApiForTest } from '../../test/support/api.ts';

const script = 'export const words = "';
const whole = `${script}${'calm '.repeat(600)}";`;
const directory = mkdtempSync(join(tmpdir(), 'holdfast-console-'));
let world: ApiForTest;
beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Holdfast</title>');
  writeFileSync(join(directory, 'icon.svg'), '<svg/>');
  writeFileSync(join(directory, 'assets', 'main.js'), whole);
  writeFileSync(join(directory, 'assets', 'main.js.br'), brotliCompressSync(whole));
  writeFileSync(join(directory, 'assets', 'main.js.gz'), gzipSync(whole));
  writeFileSync(join(directory, 'assets', 'small.js'), script);
  world = await apiForTest({ consoleDirectory: directory });
});
afterAll(async () => {
  await world.api.close();
  rmSync(directory, { recursive: true });
});

const get = (url: string, encodings?: string) => world.api.inject({ url, headers: encodings === undefined ? {} : { 'accept-encoding': encodings } });

test.each([['gzip, deflate, br', 'br', brotliDecompressSync], ['gzip', 'gzip', gunzipSync]] as const)('a browser that reads %s gets the smallest of what the build left', async (asked, encoding, unpack) => {
  const answer = await get('/assets/main.js', asked);
  expect(answer.headers).toMatchObject({ 'content-encoding': encoding, 'cache-control': 'public, max-age=31536000, immutable', vary: expect.stringMatching(/accept-encoding/i) as unknown });
  expect(answer.headers['content-type']).toContain('javascript');
  expect(unpack(answer.rawPayload).toString()).toBe(whole);
});

test('what is not there smaller, or not understood smaller, comes as it is', async () => {
  for (const answer of [await get('/assets/small.js', 'br'), await get('/assets/main.js'), await get('/assets/main.js', 'identity')]) {
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.body).toContain(script);
  }
});

test('every address is the page, under the strict policy; the API and files that are not there are not', async () => {
  for (const url of ['/', '/clients', '/clients/clnt_0']) {
    const answer = await get(url);
    expect(answer.body).toContain('<title>Holdfast</title>');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-security-policy': expect.stringContaining("require-trusted-types-for 'script'") as unknown });
  }
  for (const url of ['/api/v1/nothing', '/assets/none.js']) expect((await get(url)).json(), url).toMatchObject({ code: 'NOT_FOUND' });
  expect((await get('/assets/..%2f..%2fsecret')).json()).toMatchObject({ code: 'BAD_REQUEST' });
});

test('no address of the console is taken by the box itself: whoever loads a page anew stays on it', async () => {
  const source = new URL('../../console/src/', import.meta.url);
  const addresses = readdirSync(source, { withFileTypes: true }).flatMap((entry) => {
    const index = new URL(`${entry.name}/index.ts`, source);
    return entry.isDirectory() && existsSync(index) ? [...readFileSync(index, 'utf8').matchAll(/path: '([^']+)', name:/g)].map(([, path]) => path as string) : [];
  });
  expect(addresses.length).toBeGreaterThan(30);
  for (const address of addresses) expect((await get(address.replaceAll(/:\w+/g, 'x'))).headers['content-type'], address).toContain('text/html');
});

test('a long answer of the API is compressed for whoever reads that', async () => {
  const olga = await world.people.hire('olga', ['administrator']);
  const ask = async (encodings: string) => world.api.inject({ url: '/api/v1/sessions/current', headers: { ...(await world.bearerOf(olga)), 'accept-encoding': encodings } });
  const [small, plain] = [await ask('gzip, br'), await ask('identity')];
  expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'no-store' });
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(JSON.parse(gunzipSync(small.rawPayload).toString())).toMatchObject({ person: { personId: olga.personId } });
});
