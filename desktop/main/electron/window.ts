import { BrowserWindow, type Session } from 'electron';
import { appOrigin } from './scheme.ts';

/** The one window. Sandboxed and isolated; what it shows comes from the app's own scheme alone. */
export function createWindow(session: Session, preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 480,
    minHeight: 480,
    show: false,
    backgroundColor: '#f6f5f3',
    title: 'Holdfast',
    autoHideMenuBar: true,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: true,
      backgroundThrottling: false, // the sync goes on while the window is hidden in the tray
      enableWebSQL: false,
      v8CacheOptions: 'code',
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** Shown, unminimised and in front. */
export function bringToFront(window: BrowserWindow | undefined): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
