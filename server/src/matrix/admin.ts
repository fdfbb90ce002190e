import { createHmac } from 'node:crypto';
import type { UserId } from '@holdfast/contract';
import { newTransactionId, type Secret } from '../kernel/index.ts';
import type { MatrixCaller } from './client.ts';
import { HomeserverError, type HomeserverAdmin } from './homeserver.ts';

type Deps = { caller: MatrixCaller; asToken: Secret; registrationSecret: Secret; serverName: string };

/**
 * Synapse's admin API, called through our application service in the name of one server administrator that exists for
 * nothing else. It is made on first use with the registration secret and has no usable password.
 */
export function createHomeserverAdmin({ caller, asToken, registrationSecret, serverName }: Deps): HomeserverAdmin {
  const localpart = 'holdfast-admin';
  const asAdmin = { token: asToken.reveal(), query: { user_id: `@${localpart}:${serverName}` } };
  let ready: Promise<void> | undefined;

  /** Synapse documentation, admin API: shared-secret registration. */
  async function makeAdministrator(): Promise<void> {
    const users = '/_synapse/admin/v1/register';
    const { nonce } = await caller.call({ method: 'GET', path: users });
    const password = newTransactionId() + newTransactionId(); // forgotten at once: nobody ever signs in with it
    const mac = createHmac('sha1', registrationSecret.reveal())
      .update([nonce as string, localpart, password, 'admin'].join('\0'))
      .digest('hex');
    try {
      await caller.call({ method: 'POST', path: users, body: { nonce, username: localpart, password, admin: true, mac, inhibit_login: true } });
    } catch (failure) {
      if (!(failure instanceof HomeserverError) || failure.errcode !== 'M_USER_IN_USE') throw failure;
    }
  }

  async function call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Record<string, unknown>> {
    ready ??= makeAdministrator();
    try {
      await ready;
    } catch (failure) {
      ready = undefined;
      throw failure;
    }
    return caller.call({ method, path: `/_synapse/admin/${path}`, ...asAdmin, ...(body === undefined ? {} : { body }) });
  }
  const user = (userId: UserId): string => `v2/users/${encodeURIComponent(userId)}`;

  async function devices(userId: UserId): Promise<{ deviceId: string; lastSeenAt: number | null }[]> {
    const body = await call('GET', `${user(userId)}/devices`);
    const list = (body['devices'] ?? []) as { device_id: string; last_seen_ts?: number | null }[];
    return list.map((device) => ({ deviceId: device.device_id, lastSeenAt: device.last_seen_ts ?? null }));
  }

  return {
    async createUser(userId, { displayName, password }) {
      await call('PUT', user(userId), { displayname: displayName, password, admin: false });
    },
    async exists(userId) {
      try {
        await call('GET', user(userId));
        return true;
      } catch (failure) {
        if (failure instanceof HomeserverError && failure.status === 404) return false;
        throw failure;
      }
    },
    async setPassword(userId, password) {
      await call('POST', `v1/reset_password/${encodeURIComponent(userId)}`, { new_password: password, logout_devices: true });
    },
    async lock(userId) {
      await call('PUT', user(userId), { locked: true });
    },
    async unlock(userId) {
      await call('PUT', user(userId), { locked: false });
    },
    async signOutEverywhere(userId) {
      const found = await devices(userId);
      if (found.length > 0) {
        await call('POST', `${user(userId)}/delete_devices`, { devices: found.map((device) => device.deviceId) });
      }
      return found.length;
    },
    devices,
    async version() {
      const body = await call('GET', 'v1/server_version');
      return typeof body['server_version'] === 'string' ? body['server_version'] : null;
    },
  };
}
