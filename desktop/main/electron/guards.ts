import { app, session as sessions, type Session, type WebContents } from 'electron';
import { appOrigin } from './scheme.ts';

/** What a page may be given when it asks the browser: the microphone and camera for voice messages and pictures, notifications, its own clipboard writes. */
const granted: ReadonlySet<string> = new Set(['media', 'notifications', 'clipboard-sanitized-write', 'fullscreen']);

/** Denied by default, for every page and frame of the app, whoever asks. */
export function installGuards(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => answer(isOwn(contents.getURL()) && granted.has(permission)));
  session.setPermissionCheckHandler((contents, permission, origin) => (contents === null || isOwn(contents.getURL())) && isOwn(`${origin}/`) && granted.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault()); // files are saved by the services, out of the encrypted store
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('session-created', (created) => {
    if (created !== session && created !== sessions.defaultSession) created.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  });
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' })); // links go through the call `openLink`, which looks at them
}

export const isOwn = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);
