import { contextBridge, ipcRenderer } from 'electron';
import type { BoxBridge, Push } from '../ipc/index.ts';

/**
 * All that the page gets of Electron. Nobody imports from here: its types would drag Electron and Node into the page.
 * Which calls exist is main's to say; it checks name, input and sender of each.
 */
const bridge: BoxBridge = {
  call: (name, input) => ipcRenderer.invoke('box:call', name, input) as ReturnType<BoxBridge['call']>,
  subscribe(listener) {
    const heard = (_event: unknown, push: Push): void => listener(push);
    ipcRenderer.on('box:push', heard);
    return () => void ipcRenderer.removeListener('box:push', heard);
  },
};
contextBridge.exposeInMainWorld('box', bridge);
