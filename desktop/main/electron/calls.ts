import { ipcMain, type BrowserWindow, type WebFrameMain } from 'electron';
import type { Push, Reply } from '../../ipc/index.ts';
import { isOwn } from './guards.ts';

/** Answers one call by name; checks name, input and output itself (main/dispatch.ts). */
export type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/** Joins the page to the services. A caller that is not the top frame of the app's own page is refused before anything is read. */
export function installCalls(dispatch: Dispatch, subscribe: (listener: (push: Push) => void) => () => void, window: () => BrowserWindow | undefined): () => void {
  ipcMain.handle('box:call', (event, name: unknown, input: unknown): Promise<Reply<unknown>> | Reply<unknown> => {
    if (!isOwnFrame(event.senderFrame)) return { ok: false, code: 'FOREIGN_FRAME', message: 'the caller is not the app’s own page' };
    return dispatch(typeof name === 'string' ? name : '', input);
  });
  const forget = subscribe((push) => window()?.webContents.send('box:push', push));
  return () => {
    forget();
    ipcMain.removeHandler('box:call');
  };
}

const isOwnFrame = (frame: WebFrameMain | null): boolean => frame !== null && frame.parent === null && isOwn(frame.url);
