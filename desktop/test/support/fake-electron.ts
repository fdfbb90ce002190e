import { EventEmitter } from 'node:events';

type Handler = (...values: never[]) => unknown;

/** What guards, scheme, calls and links ask of Electron, remembered so that a test can play the browser's part. */
export class FakeContents extends EventEmitter {
  url = 'box://app/';
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly sent: unknown[] = [];
  getURL(): string {
    return this.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  /** Whether the page would get there. */
  goes(event: string, details: Record<string, unknown>): boolean {
    let isPrevented = false;
    this.emit(event, { ...details, preventDefault: () => (isPrevented = true) });
    return !isPrevented;
  }
}

export class FakeSession extends EventEmitter {
  request: ((contents: FakeContents, permission: string, answer: (granted: boolean) => void) => void) | undefined;
  check: ((contents: FakeContents | null, permission: string, origin: string) => boolean) | undefined;
  device: (() => boolean) | undefined;
  serve: ((request: Request) => Promise<Response>) | undefined;
  before: ((details: { url: string }, answer: (result: { cancel: boolean }) => void) => void) | undefined;
  readonly protocol = { handle: (_scheme: string, serve: FakeSession['serve']): void => void (this.serve = serve) };
  readonly webRequest = { onBeforeRequest: (listener: NonNullable<FakeSession['before']>): void => void (this.before = listener) };
  setPermissionRequestHandler(handler: NonNullable<FakeSession['request']>): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<FakeSession['check']>): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}

class FakeApp extends EventEmitter {
  isFirst = true;
  readonly claimed: string[] = [];
  requestSingleInstanceLock(): boolean {
    return this.isFirst;
  }
  setAsDefaultProtocolClient(name: string): void {
    this.claimed.push(name);
  }
  getLocale(): string {
    return 'pl-PL';
  }
}

class FakeWindow extends EventEmitter {
  static readonly made: FakeWindow[] = [];
  readonly options: Record<string, unknown>;
  loaded: string | undefined;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    FakeWindow.made.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url;
  }
  show(): void {
    this.emit('shown');
  }
}

const handlers = new Map<string, Handler>();
const storage = { isAvailable: true, backend: 'gnome_libsecret' };

/** Stands in for the module `electron`: `vi.mock('electron', () => fakeElectron)`. */
export const fakeElectron = {
  app: new FakeApp(),
  session: { defaultSession: new FakeSession() },
  ipcMain: { handle: (name: string, handler: Handler): void => void handlers.set(name, handler), removeHandler: (name: string): void => void handlers.delete(name) },
  protocol: { registered: [] as unknown[], registerSchemesAsPrivileged: (schemes: unknown[]): void => void fakeElectron.protocol.registered.push(...schemes) },
  safeStorage: {
    isEncryptionAvailable: () => storage.isAvailable,
    getSelectedStorageBackend: () => storage.backend,
    encryptString: (text: string) => Buffer.from(text).map((byte) => byte ^ 0x55),
    decryptString: (sealed: Buffer) => Buffer.from(sealed.map((byte) => byte ^ 0x55)).toString('utf8'),
  },
  BrowserWindow: FakeWindow,
  handlers,
  storage,
};
