import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AddedDevice, LeasedShare, Me, NoticeSignature, RecordingNotice, type UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Input, Output, SessionView } from '../../ipc/index.ts';
import { AppRefusal, isRefusal } from '../app-refusal.ts';
import type { AppLog } from '../app-log.ts';
import { createBoxClient, type BoxClient } from '../box/box-client.ts';
import { createHomeserverClient, type HomeserverClient } from '../matrix/homeserver-client.ts';
import type { Host } from '../ports.ts';
import type { DeviceSettingsFile } from '../settings/device-settings.ts';
import { discoverBox } from './discovery.ts';
import { isLeaseOver, leaseEndsAt } from './lease.ts';
import { hashPin, isPin } from './pin.ts';
import { createSessionFile, mostPinTries, type SavedSession } from './sealed-session.ts';
import { deriveStoreKey } from './store-key.ts';

export type Workplace = { readonly saved: SavedSession; readonly share: string; readonly storeKey: Uint8Array; readonly box: BoxClient; readonly homeserver: HomeserverClient };
export type SuggestedSignIn = { readonly box: string; readonly name: string };
type EndReason = Extract<Extract<SessionView, { state: 'signed-out' }>['ended'], string>;

type Deps = {
  readonly directory: string;
  readonly host: Host;
  readonly device: DeviceSettingsFile;
  /** What the sign-in page offers where nobody signed in before: a trial knows its only box. */
  readonly suggested?: SuggestedSignIn;
  readonly log: AppLog;
  readonly tell: (view: SessionView) => void;
  /** Opens the store and everything that lives on it; resolves when it can be read. */
  readonly begin: (workplace: Workplace) => Promise<void>;
  /** Stops all of that and closes the store. Its files still lie there. */
  readonly finish: () => Promise<void>;
};

const renewEveryMs = 10 * 60_000;
const lookEveryMs = 5_000;

/**
 * Who is signed in here, by which right the store is open, and how that ends. A function of the sealed session, the lease
 * and what the box says; every change is told. Calls run one after another: signing in and being thrown out never overlap.
 */
export function createSessionKeeper({ directory, host, device, suggested, log, tell, begin, finish }: Deps) {
  const file = createSessionFile(directory, host.vault);
  let saved: SavedSession | undefined;
  let share: string | undefined;
  let clients: { box: BoxClient; homeserver: HomeserverClient } | undefined;
  let isOpen = false;
  let isOffline = false;
  let isStarting = true;
  let ended: EndReason | null = null;
  let lastActivity = host.clock.now();
  let ending: Promise<void> | undefined;
  let timers: NodeJS.Timeout[] = [];
  let nextRenewal = 0;

  function view(): SessionView {
    if (isStarting) return { state: 'starting' };
    if (!saved) return { state: 'signed-out', ended, lastBox: device.now().lastBox ?? suggested?.box ?? null, lastName: device.now().lastName ?? suggested?.name ?? null };
    if (!saved.noticeSigned) return { state: 'needs-notice', me: saved.me, userId: saved.userId as UserId };
    if (saved.lockedAt !== null) return { state: 'locked', name: saved.me.name, triesLeft: saved.pinTriesLeft };
    if (!isOpen) return { state: 'starting' };
    return {
      state: 'ready', me: saved.me, userId: saved.userId as UserId, deviceId: saved.matrixDeviceId, offline: isOffline,
      pin: { isSet: saved.pin !== null, autoLockMinutes: saved.autoLockMinutes }, leaseEndsAt: leaseEndsAt(saved),
    };
  }
  function changed(): SessionView {
    const now = view();
    tell(now);
    return now;
  }
  function save(change: Partial<SavedSession>): void {
    if (!saved) return;
    saved = { ...saved, ...change, lastSeenAt: Math.max(saved.lastSeenAt, host.clock.now()) };
    file.write({ ...saved, share: saved.lease.offlineHours === 0 ? null : saved.share });
  }

  function makeClients({ address, homeserver, accessToken }: Pick<SavedSession, 'address' | 'homeserver' | 'accessToken'>): { box: BoxClient; homeserver: HomeserverClient } {
    const box: BoxClient = createBoxClient({
      fetch: host.fetch, address, accessToken, label: `Holdfast ${host.abilities.version}`,
      onUnwelcome: (code) => {
        if (isStill(box)) void unwelcome(code);
      },
    });
    return {
      box,
      homeserver: createHomeserverClient(host.fetch, homeserver, accessToken),
    };
  }

  /** Whoever asked through this client is still signed in: an answer may come late, when nobody is or somebody else. */
  const isStill = (box: BoxClient): boolean => saved !== undefined && clients?.box === box && !ending;

  /** Somebody refused us. A locked person is thrown out at once; for the rest the homeserver has the last word. */
  async function unwelcome(code: string): Promise<void> {
    if (!saved || ending) return;
    if (code === 'PERSON_LOCKED' || code === 'M_USER_LOCKED') return end('locked-by-box');
    if (code === 'DEVICE_UNKNOWN') return end('revoked');
    const asked = clients;
    try {
      await asked?.homeserver.whoAmI();
    } catch (failure) {
      if (!asked || !isStill(asked.box)) return;
      if (isRefusal(failure, 'M_USER_LOCKED')) return end('locked-by-box');
      if (isRefusal(failure, 'M_UNKNOWN_TOKEN', 'M_MISSING_TOKEN')) return end('revoked');
    }
  }

  /** The session is over: everything stops, the store's files and the key are gone when it resolves. */
  function end(reason: EndReason): Promise<void> {
    ending ??= (async () => {
      log.info({ reason }, 'session.ended');
      for (const timer of timers) clearInterval(timer);
      timers = [];
      const open = isOpen;
      [isOpen, saved, share, ended] = [false, undefined, undefined, reason];
      changed();
      file.remove();
      if (open) await finish().catch((failure: unknown) => log.error({ failure: failure instanceof Error ? failure.name : 'unknown' }, 'session.finish-failed'));
      destroyStore();
      clients = undefined;
    })().finally(() => (ending = undefined));
    return ending;
  }

  /** Everything in the profile folder but the device's own look. The key is gone already: what a disk may still hold opens nothing. */
  function destroyStore(): void {
    if (!existsSync(directory)) return;
    for (const name of readdirSync(directory)) if (name !== 'device.sealed') rmSync(join(directory, name), { recursive: true, force: true });
  }

  async function open(): Promise<void> {
    if (!saved || share === undefined || !clients) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    await begin({ saved, share, storeKey: deriveStoreKey(saved.deviceSecret, share), ...clients });
    if (!saved) {
      // Thrown out while the store was being opened: what was opened is closed again, and gone like the rest.
      await finish().catch((failure: unknown) => log.error({ failure: failure instanceof Error ? failure.name : 'unknown' }, 'session.finish-failed'));
      return destroyStore();
    }
    isOpen = true;
    lastActivity = host.clock.now();
    timers.push(setInterval(() => void look(), lookEveryMs));
    nextRenewal = host.clock.now() + renewEveryMs;
  }

  /** Asks the box for the share again, which is the proof that we are welcome. */
  async function renew(): Promise<void> {
    if (!saved || !clients) return;
    const { box } = clients;
    try {
      const leased = await box.request(`/devices/${saved.boxDeviceId}/lease`, { method: 'POST', body: {}, reply: LeasedShare });
      const me = await box.request('/me', { reply: Me });
      if (!isStill(box)) return;
      share = leased.share;
      isOffline = false;
      const now = host.clock.now();
      saved = { ...saved, lastSeenAt: now }; // the box vouches for the person, whatever this clock said before
      save({ share: leased.share, lease: leased.lease, lastContactAt: now, me });
    } catch (failure) {
      if (isStill(box) && isRefusal(failure, 'DEVICE_UNKNOWN', 'PERSON_LOCKED')) await unwelcome(failure.code);
      throw failure;
    }
  }

  let looking = false;
  /** Every few seconds: the lease, the clock, the automatic lock. */
  async function look(): Promise<void> {
    if (!saved || looking || ending) return;
    looking = true;
    try {
      const now = host.clock.now();
      if (now >= nextRenewal || isLeaseOver(saved, now)) {
        nextRenewal = now + (isLeaseOver(saved, now) ? lookEveryMs : renewEveryMs);
        await renew().catch(() => undefined);
        if (saved && isLeaseOver(saved, host.clock.now())) return await end('lease-ended');
      }
      if (saved && saved.lockedAt === null && saved.pin !== null && saved.autoLockMinutes !== null && now - lastActivity >= saved.autoLockMinutes * 60_000) lock();
      if (saved) save({});
    } finally {
      looking = false;
    }
  }

  function lock(): SessionView {
    if (saved?.pin && saved.lockedAt === null) save({ lockedAt: host.clock.now(), pinTriesLeft: mostPinTries });
    return changed();
  }

  return {
    view,
    /** True while calls about conversations may be answered. */
    isReady: (): boolean => isOpen && saved !== undefined && saved.noticeSigned && saved.lockedAt === null && !ending,
    isLocked: (): boolean => saved?.lockedAt != null,
    present: () => (saved && clients ? { saved, ...clients } : undefined),
    unwelcome,
    /** The stream is open: the box answers, and we are still welcome if it hands out the share. */
    async contact(): Promise<void> {
      if (isOffline || (saved && host.clock.now() - saved.lastContactAt > 60_000)) {
        await renew().catch(() => undefined);
        changed();
      }
    },

    /** At start: opens what was open, offline too while the lease lasts. */
    async restore(): Promise<void> {
      try {
        const found = host.vault.isAvailable() ? file.read() : undefined;
        if (!found) {
          if (existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.db'))) destroyStore(); // a store without its session opens never again
          return;
        }
        saved = found;
        clients = makeClients(found);
        const now = host.clock.now();
        if (found.autoLockMinutes !== null && now - found.lastSeenAt >= found.autoLockMinutes * 60_000) lock(); // idle, ended or not
        if (found.noticeSigned && found.share !== null && !isLeaseOver(found, now)) {
          share = found.share;
          isOffline = true;
          await open();
          void renew().then(changed, () => undefined);
          return;
        }
        try {
          await renew();
        } catch (failure) {
          if (saved) await end(isRefusal(failure, 'SIGN_IN_FAILED', 'DEVICE_UNKNOWN') ? 'revoked' : 'lease-ended');
          return;
        }
        if (saved.noticeSigned) await open();
      } finally {
        isStarting = false;
        changed();
      }
    },

    discover: async ({ address }: Input<'discoverBox'>): Promise<Output<'discoverBox'>> => {
      const { homeserver: _homeserver, ...found } = await discoverBox(host.fetch, host.clock, address);
      return found;
    },

    async signIn({ address, name, password }: Input<'signIn'>): Promise<SessionView> {
      if (!host.vault.isAvailable()) throw new AppRefusal('KEYCHAIN_UNAVAILABLE', 'there is no safe place for the key of the local store');
      const found = await discoverBox(host.fetch, host.clock, address);
      const loggedIn = await createHomeserverClient(host.fetch, found.homeserver).logIn(name.trim(), password, `Holdfast (${host.abilities.platform})`).catch(signInRefusal);
      if (saved) await end('replaced'); // not before: a mistyped password costs nobody what waits in the store
      const made = makeClients({ ...found, accessToken: loggedIn.access_token });
      clients = made;
      try {
        const me = await made.box.request('/me', { reply: Me });
        const notice = await made.box.request('/notices/recording', { reply: RecordingNotice });
        const added = await made.box.request('/devices', { method: 'POST', body: { name: `Holdfast, ${host.abilities.platform}` }, reply: AddedDevice });
        const now = host.clock.now();
        destroyStore();
        share = added.share;
        saved = {
          address: found.address, homeserver: found.homeserver, userId: loggedIn.user_id, matrixDeviceId: loggedIn.device_id, accessToken: loggedIn.access_token,
          boxDeviceId: added.deviceId, deviceSecret: randomBytes(32).toString('base64'), share: added.share, lease: added.lease, lastContactAt: now, lastSeenAt: now,
          me, noticeSigned: notice.signedAt !== null, pin: null, pinTriesLeft: mostPinTries, autoLockMinutes: null, lockedAt: null,
        };
        [ended, isOffline] = [null, false];
        device.change({ lastBox: found.address, lastName: me.signInName });
        save({});
        if (saved.noticeSigned) await open();
      } catch (failure) {
        await made.homeserver.logOut().catch(() => undefined);
        [saved, share, clients] = [undefined, undefined, undefined];
        file.remove();
        throw failure;
      }
      return changed();
    },

    readNotice: ({ language }: Input<'readNotice'>): Promise<Output<'readNotice'>> => {
      if (!clients) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in');
      return clients.box.request(`/notices/recording?language=${encodeURIComponent(language)}`, { reply: RecordingNotice });
    },
    async signNotice(signature: Input<'signNotice'>): Promise<SessionView> {
      if (!clients || !saved) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in');
      await clients.box.request('/notices/recording/signatures', { method: 'POST', body: signature, reply: NoticeSignature });
      save({ noticeSigned: true });
      if (!isOpen) await open();
      return changed();
    },
    async changePassword({ currentPassword, newPassword }: Input<'changePassword'>): Promise<null> {
      if (!clients || !saved) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in');
      await clients.homeserver.changePassword(saved.userId, currentPassword, newPassword);
      return null;
    },
    async signOut(): Promise<SessionView> {
      const leaving = clients;
      const deviceId = saved?.boxDeviceId;
      await end('signed-out');
      // The store is gone already; that the box also forgets us is tidiness, and may fail without a connection.
      if (leaving && deviceId !== undefined) {
        await leaving.box.request(`/devices/${deviceId}`, { method: 'DELETE', reply: Type.Null() }).catch(() => undefined);
        await leaving.box.close().catch(() => undefined);
        await leaving.homeserver.logOut().catch(() => undefined);
      }
      return changed();
    },

    lock,
    async unlock({ pin }: Input<'unlock'>): Promise<SessionView> {
      if (!saved?.pin || saved.lockedAt === null) return view();
      if (saved.pinTriesLeft <= 0) throw new AppRefusal('PIN_LOCKED', 'too many wrong PINs');
      save({ pinTriesLeft: saved.pinTriesLeft - 1 }); // counted before it is looked at: ending the program wins nothing
      if (!(await isPin(pin, saved.pin))) {
        changed();
        throw new AppRefusal(saved.pinTriesLeft <= 0 ? 'PIN_LOCKED' : 'PIN_WRONG', 'not the PIN', { field: '/pin' });
      }
      save({ lockedAt: null, pinTriesLeft: mostPinTries });
      lastActivity = host.clock.now();
      return changed();
    },
    async setPin({ pin, currentPin }: Input<'setPin'>): Promise<SessionView> {
      if (!saved || saved.lockedAt !== null) throw new AppRefusal('NOT_SIGNED_IN', 'nobody is signed in, or the app is locked');
      if (saved.pin && !(currentPin !== undefined && (await isPin(currentPin, saved.pin)))) throw new AppRefusal('PIN_WRONG', 'not the PIN', { field: '/currentPin' });
      save(pin === null ? { pin: null, autoLockMinutes: null } : { pin: await hashPin(pin), pinTriesLeft: mostPinTries });
      return changed();
    },
    setAutoLock({ minutes }: Input<'setAutoLock'>): SessionView {
      if (saved?.pin && saved.lockedAt === null) save({ autoLockMinutes: minutes });
      return changed();
    },
    noteActivity(): void {
      lastActivity = host.clock.now();
    },
    look,
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      timers = [];
      if (saved) save({});
      if (isOpen) await finish();
      isOpen = false;
    },
  };
}
export type SessionKeeper = ReturnType<typeof createSessionKeeper>;

function signInRefusal(failure: unknown): never {
  if (isRefusal(failure, 'M_FORBIDDEN', 'M_INVALID_USERNAME', 'M_UNKNOWN')) throw new AppRefusal('SIGN_IN_FAILED', 'no such name, or not its password', { field: '/password' });
  if (isRefusal(failure, 'M_USER_LOCKED', 'M_USER_DEACTIVATED', 'M_USER_SUSPENDED')) throw new AppRefusal('PERSON_LOCKED', 'this person is locked');
  if (isRefusal(failure, 'M_LIMIT_EXCEEDED')) throw new AppRefusal('TOO_MANY_REQUESTS', 'too many tries', { retryAfterMs: failure.retryAfterMs });
  if (isRefusal(failure, 'OFFLINE')) throw new AppRefusal('BOX_UNREACHABLE', 'the homeserver of the box does not answer', { field: '/address' });
  throw failure;
}
