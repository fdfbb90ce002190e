import type { BridgeId, LoginId } from '@holdfast/contract';
import { askBridgeDatabase } from './bridge-database.ts';

/**
 * When a bridge last heard of the phone behind a login. mautrix-whatsapp keeps it in `user_login.metadata` as
 * `phone_last_seen`, in seconds (pkg/waid/dbmeta.go), and nowhere else; other connectors keep nothing of the kind.
 */
export function createPhoneContacts(paths: ReadonlyMap<BridgeId, string | null>) {
  return {
    /** In milliseconds; null when it is not known. */
    lastSeenAt: (bridge: BridgeId, login: LoginId): number | null =>
      askBridgeDatabase(paths.get(bridge), (sqlite) => {
        const row = sqlite.prepare<[string], { metadata: string | null }>('SELECT metadata FROM user_login WHERE id = ?').get(login);
        const seconds = row?.metadata == null ? undefined : (JSON.parse(row.metadata) as { phone_last_seen?: unknown } | null)?.phone_last_seen;
        return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null;
      }),
  };
}
