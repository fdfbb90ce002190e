import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Push } from '../ipc/index.ts';
import type { Host } from '../main/ports.ts';
import { createServices, type Services } from '../main/services.ts';
import type { HostConfig } from './config.ts';
import { createKeyFileVault } from './key-file-vault.ts';

type Person = { readonly name: string; readonly launchKeyFile: string };
const mostTries = 20;
const triesWindowMs = 60_000;
const wakeAfterMs = 30_000;

/** One imaginary computer: a person's services, started when their page is opened, and who may open it. */
export function createProfile({ name, launchKeyFile }: Person, { profiles, box }: Pick<HostConfig, 'profiles' | 'box'>) {
  const cookies = new Set<string>();
  const listeners = new Set<(push: Push) => void>();
  let services: Promise<Services> | undefined;
  let tries: number[] = [];

  const host: Host = {
    fetch: (input, init) => fetch(input, init),
    vault: createKeyFileVault(join(profiles, 'keys', `${name}.key`)),
    notifier: {
      show: ({ roomId, eventId, title, body, silent }) => tell({ push: 'notification', roomId, eventId, title, body, silent }),
      dismiss: () => undefined,
      setBadge: () => undefined,
    },
    shell: {
      openExternal: async () => undefined, // the page opens the link itself, with noopener
      chooseSavePath: async () => undefined,
      applySettings: () => undefined,
      onWake(listener) {
        // A process that slept finds its clock far ahead of its timer.
        let last = Date.now();
        const timer = setInterval(() => {
          const now = Date.now();
          if (now - last > wakeAfterMs) listener();
          last = now;
        }, 5_000);
        return () => clearInterval(timer);
      },
    },
    clock: { now: () => Date.now() },
    abilities: { kind: 'browser', nativeNotifications: false, contentProtection: false, spellcheckLanguages: [], saveDialog: false, platform: 'browser', version: '0.1.0' },
  };

  function tell(push: Push): void {
    for (const listener of listeners) listener(push);
  }

  return {
    name,
    /** Exchanges the launch key for a cookie; undefined when it is not the key, or was guessed too often. */
    launch(key: string): string | undefined {
      const now = Date.now();
      tries = tries.filter((at) => at > now - triesWindowMs);
      if (tries.length >= mostTries) return undefined;
      const expected = createHash('sha256').update(readFileSync(launchKeyFile, 'utf8').trim()).digest();
      if (!timingSafeEqual(createHash('sha256').update(key).digest(), expected)) {
        tries.push(now);
        return undefined;
      }
      const cookie = randomBytes(32).toString('base64url');
      cookies.add(cookie);
      return cookie;
    },
    knows: (cookie: string | undefined): boolean => cookie !== undefined && cookies.has(cookie),
    services(): Promise<Services> {
      services ??= createServices({ profileDirectory: join(profiles, name), host, suggested: { box, name } }).then((made) => {
        made.subscribe(tell);
        return made;
      });
      return services;
    },
    subscribe(listener: (push: Push) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop(): Promise<void> {
      await (await services)?.stop();
    },
  };
}
export type Profile = ReturnType<typeof createProfile>;
