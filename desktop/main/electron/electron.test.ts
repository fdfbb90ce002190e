import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Push, Reply } from '../../ipc/index.ts';
import { fakeElectron, FakeContents, FakeSession } from '../../test/support/fake-electron.ts';
import { pageHeaders } from '../page-headers.ts';
import { installCalls } from './calls.ts';
import { claimLinks, linkIn } from './deep-links.ts';
import { installGuards } from './guards.ts';
import { declareScheme, fileWithin, serveScheme } from './scheme.ts';
import { createSafeStorageVault } from './vault.ts';
import { createWindow } from './window.ts';

vi.mock('electron', async () => (await import('../../test/support/fake-electron.ts')).fakeElectron);
const { app, handlers, storage } = fakeElectron;
const electronSession = (fake: FakeSession): Session => fake as unknown as Session;
const foreign = ['https://evil.example/', 'http://app/', 'box://other/', 'box://app.evil.example/', 'box://application/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'about:blank', ''];

describe('guards', () => {
  const session = new FakeSession();
  const contents = new FakeContents();
  beforeAll(() => {
    installGuards(electronSession(session));
    app.emit('web-contents-created', {}, contents);
  });
  beforeEach(() => void (contents.url = 'box://app/'));
  const asks = (permission: string): boolean | undefined => {
    let granted: boolean | undefined;
    session.request?.(contents, permission, (answer) => (granted = answer));
    return granted;
  };

  test.each(['media', 'notifications', 'clipboard-sanitized-write', 'fullscreen'])('the app’s page may have %s, no other page may', (permission) => {
    expect(asks(permission)).toBe(true);
    expect(session.check?.(contents, permission, 'box://app')).toBe(true);
    expect(session.check?.(contents, permission, 'https://evil.example')).toBe(false);
    for (const url of foreign) {
      contents.url = url;
      expect([asks(permission), session.check?.(contents, permission, 'box://app')], url).toEqual([false, false]);
    }
  });
  test.each(['geolocation', 'midi', 'display-capture', 'clipboard-read', 'openExternal', 'pointerLock', 'hid', 'usb', 'serial', 'unknown', ''])('nobody gets %s', (permission) => {
    expect([asks(permission), session.check?.(contents, permission, 'box://app'), session.device?.()]).toEqual([false, false, false]);
  });
  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s goes nowhere but within the app', (event) => {
    expect(contents.goes(event, { url: 'box://app/', isMainFrame: true })).toBe(true);
    for (const url of foreign) expect(contents.goes(event, { url, isMainFrame: true }), url).toBe(false);
  });
  test('no frame within a frame, no webview, no second window, no download', () => {
    expect(contents.goes('will-frame-navigate', { url: 'box://app/', isMainFrame: false })).toBe(false);
    expect(contents.goes('will-attach-webview', {})).toBe(false);
    for (const url of ['box://app/', ...foreign]) expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    let isStopped = false;
    session.emit('will-download', { preventDefault: () => (isStopped = true) });
    expect(isStopped).toBe(true);
  });
  test('a session that somebody else makes is given nothing', () => {
    const made = new FakeSession();
    app.emit('session-created', made);
    let granted: boolean | undefined;
    made.request?.(contents, 'media', (answer) => (granted = answer));
    expect(granted).toBe(false);
  });
});

describe('the app’s own scheme', () => {
  const session = new FakeSession();
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-scheme-'));
  const asked: string[] = [];
  const get = async (url: string, method = 'GET'): Promise<Response> => (await session.serve?.(new Request(url, { method }))) ?? Response.error();
  beforeAll(() => {
    mkdirSync(join(folder, 'page/assets'), { recursive: true });
    writeFileSync(join(folder, 'page/index.html'), 'the page');
    writeFileSync(join(folder, 'page/assets/app.js'), 'the script');
    writeFileSync(join(folder, 'page/private.key'), 'not of the page');
    writeFileSync(join(folder, 'outside.txt'), 'outside');
    declareScheme();
    serveScheme(electronSession(session), join(folder, 'page'), async (request) => (asked.push(new URL(request.url).pathname), new Response('from the services')));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is secure and standard, and no other origin may read it', () => {
    expect(fakeElectron.protocol.registered).toEqual([{ scheme: 'box', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: false } }]);
  });
  test.each([['box://app/', 'the page', 'text/html; charset=utf-8'], ['box://app/assets/app.js', 'the script', 'text/javascript; charset=utf-8']])('%s is a file of the build with the strict headers', async (url, text, type) => {
    const response = await get(url);
    expect(await response.text()).toBe(text);
    expect(Object.fromEntries(response.headers)).toEqual({ ...pageHeaders, 'content-type': type });
  });
  test.each(['box://app/missing.js', 'box://app/private.key', 'box://app/..%2foutside.txt', 'box://app/%2e%2e%2foutside.txt', 'box://app/assets/..%5c..%5coutside.txt', 'box://app/%', 'box://app/index.html%00.js', 'box://other/', 'box://app:1/'])('%s is not there, and says so with the strict headers', async (url) => {
    const response = await get(url);
    expect([response.status, await response.text()]).toEqual([404, '']);
    expect(Object.fromEntries(response.headers)).toMatchObject(pageHeaders);
  });
  test('Matrix and media go to the services; nothing is written to files', async () => {
    for (const path of ['/_matrix/client/versions', '/media/box.test/file']) expect(await (await get(`box://app${path}`)).text()).toBe('from the services');
    expect(asked).toEqual(['/_matrix/client/versions', '/media/box.test/file']);
    expect((await get('box://app/index.html', 'POST')).status).toBe(405);
    expect((await get('box://other/_matrix/client/versions')).status).toBe(404);
  });
  test.each<[string, boolean]>([['box://app/index.html', false], ['blob:box://app/1', false], ['data:image/png;base64,AA', false], ...['https://evil.example/', 'http://127.0.0.1/', 'ws://127.0.0.1/', 'file:///etc/passwd', 'data:text/html,x', 'box://other/', 'box://app.evil.example/', 'blob:https://evil.example/1'].map((url): [string, boolean] => [url, true])])('a request for %s is stopped: %s', (url, isStopped) => {
    let cancel: boolean | undefined;
    session.before?.({ url }, (answer) => (cancel = answer.cancel));
    expect(cancel).toBe(isStopped);
  });
  test('no path leads out of the folder', () => {
    for (const path of ['/../x.js', '/a/../../x.js', '/%2e%2e/x.js', '/\0', '/..\\x.js']) expect(fileWithin('/build/page', path), path).toBeUndefined();
    expect(fileWithin('/build/page', '/a/../b.js')).toBe('/build/page/b.js');
  });
});

describe('calls', () => {
  const asked: unknown[] = [];
  const contents = new FakeContents();
  let tell: ((push: Push) => void) | undefined;
  const install = (): (() => void) =>
    installCalls(async (name, input) => (asked.push([name, input]), { ok: true, value: null }), (listener) => ((tell = listener), () => (tell = undefined)), () => ({ webContents: contents }) as unknown as BrowserWindow);
  const call = (senderFrame: unknown, name: unknown = 'readSession', input: unknown = {}): Promise<Reply<unknown>> => (handlers.get('box:call') as unknown as (...values: unknown[]) => Promise<Reply<unknown>>)({ senderFrame }, name, input);

  test('the top frame of the app’s own page is answered; nobody else is even looked at', async () => {
    install();
    expect(await call({ parent: null, url: 'box://app/' })).toEqual({ ok: true, value: null });
    for (const frame of [null, { parent: {}, url: 'box://app/' }, ...foreign.map((url) => ({ parent: null, url }))]) expect(await call(frame)).toMatchObject({ ok: false, code: 'FOREIGN_FRAME' });
    expect(asked).toEqual([['readSession', {}]]);
  });
  test('what is no name is no call, and nothing of it is run', async () => {
    asked.length = 0;
    for (const name of [null, 5, { toString: 1, valueOf: 1 }, ['readSession']]) await call({ parent: null, url: 'box://app/' }, name);
    expect(asked).toEqual([['', {}], ['', {}], ['', {}], ['', {}]]);
  });
  test('news go to the one window, until the end', () => {
    const end = install();
    tell?.({ push: 'queue.changed' });
    expect(contents.sent).toEqual([['box:push', { push: 'queue.changed' }]]);
    end();
    expect([tell, handlers.has('box:call')]).toEqual([undefined, false]);
  });
});

describe('links', () => {
  const link = 'holdfast://invite?box=box.test';
  test.each<[string, string[], string | undefined]>([
    ['a link among words', ['/opt/holdfast', '--flag', link], link],
    ['no link', ['/opt/holdfast', 'https://evil.example'], undefined],
    ['one that is too long', [`holdfast://${'x'.repeat(2_000)}`], undefined],
    ['another scheme with our name in it', ['http://x/holdfast://invite', 'xholdfast://invite'], undefined],
  ])('%s', (_what, words, found) => {
    expect(linkIn(words)).toBe(found);
  });
  test('a second start gives its link to the first and ends', () => {
    const opened: (string | undefined)[] = [];
    app.isFirst = false;
    expect(claimLinks((found) => opened.push(found))).toBe(false);
    expect(app.claimed).toEqual([]);
    app.isFirst = true;
    expect(claimLinks((found) => opened.push(found))).toBe(true);
    app.emit('second-instance', {}, ['/opt/holdfast', link]);
    app.emit('second-instance', {}, ['/opt/holdfast']);
    app.emit('open-url', { preventDefault: () => undefined }, link);
    app.emit('open-url', { preventDefault: () => undefined }, 'https://evil.example');
    expect([app.claimed, opened]).toEqual([['holdfast'], [link, undefined, link, undefined]]);
  });
});

test('the window is sandboxed and isolated, and shows the app’s own page', () => {
  createWindow(electronSession(new FakeSession()), '/preload.cjs');
  const [window] = fakeElectron.BrowserWindow.made;
  expect(window?.loaded).toBe('box://app/');
  expect(window?.options['webPreferences']).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webviewTag: false, webSecurity: true, allowRunningInsecureContent: false, preload: '/preload.cjs' });
});

test.runIf(process.platform === 'linux').each([['gnome_libsecret', true, true], ['kwallet6', true, true], ['basic_text', true, false], ['unknown', true, false], ['gnome_libsecret', false, false]])('a keychain of the kind %s, ready: %s, is a safe place: %s', (backend, isAvailable, isSafe) => {
  Object.assign(storage, { backend, isAvailable });
  expect(createSafeStorageVault().isAvailable()).toBe(isSafe);
});
test('the vault gives back every byte that was put in', () => {
  const vault = createSafeStorageVault();
  const every = Uint8Array.from({ length: 256 }, (_, n) => n);
  expect(vault.open(vault.seal(every))).toEqual(every);
});
