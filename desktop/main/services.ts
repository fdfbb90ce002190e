import type { CallHandlers, Push, Settings } from '../ipc/index.ts';
import { stderrLog, type AppLog } from './app-log.ts';
import { AppRefusal } from './app-refusal.ts';
import { createConnection } from './box/connection.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createHandlers } from './handlers.ts';
import { createMatrixGateway } from './matrix/gateway.ts';
import { createDownloads, type MediaBox } from './media/downloads.ts';
import { createMediaGateway } from './media/media-gateway.ts';
import { bringWhole, writeOut } from './media/save-media.ts';
import { createNotifications } from './notifications/notifications.ts';
import type { Host } from './ports.ts';
import { createSessionKeeper, type SuggestedSignIn } from './session/session-keeper.ts';
import { createDeviceSettings } from './settings/device-settings.ts';
import { knownSettings } from './settings/known-settings.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

export type OpenTarget = Extract<Push, { push: 'open' }>['target'];
export type Services = {
  readonly dispatch: Dispatch;
  readonly handlers: CallHandlers;
  subscribe(listener: (push: Push) => void): () => void;
  /** `/_matrix/…` and `/media/…` below the page's own address; `url` need only have the right path and query. */
  gateway(request: Request): Promise<Response>;
  open(target: OpenTarget): void;
  stop(): Promise<void>;
};

/** The app's services, built for one person on one computer. Knows neither Electron nor the Node host. */
export async function createServices({ profileDirectory, host, suggested, log = stderrLog }: { profileDirectory: string; host: Host; suggested?: SuggestedSignIn; log?: AppLog }): Promise<Services> {
  const listeners = new Set<(push: Push) => void>();
  const tell = (push: Push): void => {
    for (const listener of listeners) listener(push);
  };
  let workplace: Workplace | undefined;
  const device = createDeviceSettings(profileDirectory, host.vault);
  let settings: Settings = device.now().settings;
  const connection = createConnection({ clock: host.clock, tell: (now) => tell({ push: 'connection.changed', connection: now }) });
  const notifications = createNotifications({
    notifier: host.notifier,
    clock: host.clock,
    settings: () => settings,
    isLocked: () => session.isLocked(),
    openRoom: (roomId, eventId) => tell({ push: 'open', target: { kind: 'conversation', roomId, eventId } }),
    reply: (roomId, text) => void workplace?.send(roomId, { kind: 'text', text, html: null, replyTo: null }),
  });
  let progressTimer: NodeJS.Timeout | undefined;
  const session = createSessionKeeper({
    directory: profileDirectory,
    host,
    device,
    ...(suggested ? { suggested } : {}),
    log,
    tell: (view) => {
      if (view.state !== 'ready') notifications.clear();
      tell({ push: 'session.changed', session: view });
    },
    async begin(opened) {
      workplace = await openWorkplace({
        directory: profileDirectory,
        host,
        log,
        connection,
        tell,
        onContact: () => void session.contact(),
        onUnwelcome: (code) => void session.unwelcome(code),
        onChanges: (changes, store) => {
          notifications.arrived(changes.arrived);
          if (changes.conversations.length > 0) void notifications.count(store).catch(() => undefined);
          if (changes.newEvents > 0) progressTimer ??= setTimeout(() => {
            progressTimer = undefined;
            void store.sync.progress().then((progress) => tell({ push: 'index.progress', progress })).catch(() => undefined);
          }, 1_000);
        },
      }, opened);
      settings = knownSettings(await workplace.store.settings.read(), settings);
      host.shell.applySettings(settings);
      tell({ push: 'settings.changed', settings });
    },
    async finish() {
      clearTimeout(progressTimer);
      const closing = workplace;
      workplace = undefined;
      connection.reset();
      host.notifier.setBadge(0);
      await closing?.close();
    },
  });
  const present = () => {
    const now = session.isReady() ? session.present() : undefined;
    return now && workplace ? { homeserver: now.saved.homeserver, accessToken: now.saved.accessToken, store: workplace.store } : undefined;
  };
  const onWake = new Set<() => void>();
  const forgetWake = host.shell.onWake(() => onWake.forEach((listener) => listener()));
  const matrix = createMatrixGateway({ fetch: host.fetch, present, onUnwelcome: (code) => void session.unwelcome(code), onWake: (listener) => void onWake.add(listener) });
  const downloads = createDownloads({ fetch: host.fetch, onProgress: (source, share) => tell({ push: 'download.progress', source, share }) });
  const media = createMediaGateway({ downloads, present });
  const mediaBox = (): MediaBox => {
    const here = present();
    if (!here) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in, or the app is locked');
    return here;
  };

  async function changeSettings(wanted: Partial<Settings>): Promise<Settings> {
    settings = knownSettings({ ...settings, ...wanted }, settings); // a key that is there without a value changes nothing
    device.change({ settings });
    if (workplace && session.isReady()) await workplace.store.settings.write(settings);
    host.shell.applySettings(settings);
    tell({ push: 'settings.changed', settings });
    return settings;
  }

  const handlers = createHandlers({
    host,
    session,
    connection,
    notifications,
    workplace: () => workplace,
    settings: { now: () => settings, change: changeSettings },
    media: {
      bring: async (source) => bringWhole(downloads, mediaBox(), source),
      cancel: (source) => downloads.cancel(source),
      writeOut: async (source, path) => writeOut(mediaBox(), source, path),
    },
  });
  host.shell.applySettings(settings);
  await session.restore();

  return {
    dispatch: createDispatch(handlers, log),
    handlers,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async gateway(request) {
      const { pathname, search, searchParams } = new URL(request.url);
      const at = /\/(_matrix|media)\//.exec(pathname);
      if (!at) return new Response(null, { status: 404 });
      const path = pathname.slice(at.index);
      return at[1] === 'media' ? media(request, path, searchParams) : matrix(request, path, search);
    },
    open: (target) => tell({ push: 'open', target }),
    async stop() {
      forgetWake();
      downloads.stop();
      await session.stop();
      listeners.clear();
    },
  };
}
