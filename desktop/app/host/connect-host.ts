import type { BoxBridge } from '../../ipc/index.ts';
import { launch, type Launch } from './launch.ts';
import { createWebSocketBridge } from './web-socket-bridge.ts';

declare global {
  interface Window {
    /** Exposed by Electron's preload and by nobody else. */
    readonly box?: BoxBridge;
  }
}

export type HostLine = {
  readonly bridge: BoxBridge;
  readonly launched: Promise<Launch>;
  /** Whether the host itself can be reached; always so in Electron, where it lives and dies with the window. */
  onLine(listener: (isUp: boolean) => void): () => void;
};

/** The host this page was served by: Electron's main process, else the Node host it came from. */
export function connectHost(): HostLine {
  if (window.box) return { bridge: window.box, launched: Promise.resolve('launched'), onLine: () => () => undefined };
  const launched = launch(window);
  const address = new URL('_host/socket', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const bridge = createWebSocketBridge(() => new WebSocket(address), launched); // not before the cookie is there
  window.addEventListener('online', bridge.retry);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && bridge.retry());
  return { bridge, launched, onLine: bridge.onLine };
}
