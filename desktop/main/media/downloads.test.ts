import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRig, type Rig } from '../../test/support/store-rig.ts';
import { createDownloads } from './downloads.ts';
import { bringWhole, writeOut } from './save-media.ts';

const bytes = Buffer.alloc(900_000, 'an offer in many pages. ');
const folder = mkdtempSync(join(tmpdir(), 'holdfast-downloads-'));
let rig: Rig;
let asked = 0;
let answer: (response: ServerResponse) => void;
const server = createServer((_request, response) => {
  asked++;
  answer(response);
});
const whole = (response: ServerResponse): void => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
const here = () => ({ homeserver: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accessToken: 'secret', store: rig.store });
let source: string;
let files = 0;

beforeAll(async () => {
  rig = await openRig();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  source = `mxc://box.test/file${++files}`;
  asked = 0;
  answer = whole;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a file is fetched once however many ask, and told how far it is', async () => {
  const told: (number | null)[] = [];
  const downloads = createDownloads({ fetch, onProgress: (of, share) => of === source && told.push(share) });
  expect(await Promise.all([downloads.bring(here(), source, 'full'), downloads.bring(here(), source, 'full')])).toEqual([200, 200]);
  expect(asked).toBe(1);
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((share) => share !== null && share > 0 && share <= 1)).toBe(true);
  expect((await rig.store.media.read(source, 'full', 0, 10))?.size).toBe(bytes.length);
});

test('what breaks off leaves nothing half there and is whole at the next try', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 400_000), () => response.destroy());
  };
  const downloads = createDownloads({ fetch });
  expect(await downloads.bring(here(), source, 'full')).toBe(502);
  expect(await rig.store.media.read(source, 'full', 0, 1)).toBeUndefined();
  answer = whole;
  expect(await downloads.bring(here(), source, 'full')).toBe(200);
});

test('a person ends a download: it stops at once, nothing is kept, and it can be asked for again', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 400_000));
  };
  const begun = new Promise<void>((resolve) => {
    const downloads = createDownloads({ fetch, onProgress: () => resolve() });
    running = { done: downloads.bring(here(), source, 'full'), cancel: () => downloads.cancel(source) };
  });
  await begun;
  expect(running.cancel()).toBe(true);
  expect(await running.done).toBe(502);
  expect(running.cancel()).toBe(false);
  expect(await rig.store.media.read(source, 'full', 0, 1)).toBeUndefined();
});
let running: { done: Promise<number>; cancel: () => boolean };

test('a saved file has its name only when it is whole, and is byte for byte what was sent', async () => {
  const downloads = createDownloads({ fetch });
  await bringWhole(downloads, here(), source);
  await writeOut(here(), source, join(folder, 'offer.pdf'));
  expect(readFileSync(join(folder, 'offer.pdf')).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(['offer.pdf']);
  await expect(writeOut(here(), 'mxc://box.test/unknown', join(folder, 'other.pdf'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(readdirSync(folder)).toEqual(['offer.pdf']);
});

test.each([[404, 'NOT_FOUND'], [403, 'NOT_FOUND'], [500, 'OFFLINE'], [429, 'OFFLINE']])('the box answers %i: %s', async (status, code) => {
  answer = (response) => void response.writeHead(status).end();
  await expect(bringWhole(createDownloads({ fetch }), here(), source)).rejects.toMatchObject({ code });
});
