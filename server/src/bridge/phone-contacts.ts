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

    /**
     * When somebody last wrote in each chat that the number had before it was linked, by the network's id of its person.
     * mautrix-whatsapp keeps them from the phone's history (`whatsapp_history_sync_conversation`, seconds) and writes a person
     * of a hidden number as `lid-…`; other connectors keep nothing of the kind, and then this is empty.
     */
    lastChatsAt: (bridge: BridgeId, login: LoginId): ReadonlyMap<string, number> =>
      new Map(
        askBridgeDatabase(paths.get(bridge), (sqlite) =>
          sqlite
            .prepare<[string], { jid: string; seconds: number }>(
              'SELECT chat_jid AS jid, last_message_timestamp AS seconds FROM whatsapp_history_sync_conversation WHERE user_login_id = ? AND last_message_timestamp > 0',
            )
            .all(login)
            .flatMap(({ jid, seconds }): [string, number][] => {
              const [user = '', server] = jid.split('@');
              if (server !== 's.whatsapp.net' && server !== 'lid') return [];
              return [[server === 'lid' ? `lid-${user}` : user, seconds * 1000]];
            }),
        ) ?? [],
      ),
  };
}
