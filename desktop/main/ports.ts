import type { EventId, RoomId } from '@holdfast/contract';
import type { HostAbilities, Settings } from '../ipc/index.ts';

/**
 * What the services need of whatever runs them: Electron in the product, the Node host in trial and tests. Each is small
 * enough that a test has one of its own.
 */

/** A safe place for small secrets, bound to this person on this computer. */
export interface KeyVault {
  /** False: no safe place exists, and nothing may be stored (KEYCHAIN_UNAVAILABLE). */
  isAvailable(): boolean;
  seal(plain: Uint8Array): Uint8Array;
  /** Throws when the bytes were sealed elsewhere. */
  open(sealed: Uint8Array): Uint8Array;
}

export type NotificationOrder = {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  /** A quick answer can be typed into it. */
  readonly replyable: boolean;
};

export interface Notifier {
  /** `onReply` sends what was typed; `onOpen` brings the conversation to the front. */
  show(order: NotificationOrder, on: { open(): void; reply(text: string): void }): void;
  /** Takes away what is shown for a conversation: it was read. */
  dismiss(roomId: RoomId): void;
  setBadge(count: number): void;
}

export interface Shell {
  /** Only called with https, http, mailto and tel links. */
  openExternal(url: string): Promise<void>;
  /** Where to save a file; null when the person changed their mind, undefined where the host has no dialog. */
  chooseSavePath(suggestedName: string): Promise<string | null | undefined>;
  applySettings(settings: Settings): void;
  /** Sleep and wake, network change. Returns its own unsubscribe. */
  onWake(listener: () => void): () => void;
}

export interface Clock {
  now(): number;
}

/** `fetch` of the host: Electron’s knows the system’s proxies and certificates. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export type Host = { readonly fetch: Fetch; readonly vault: KeyVault; readonly notifier: Notifier; readonly shell: Shell; readonly clock: Clock; readonly abilities: HostAbilities };
