import type { AccountId, ClientId, ClientImportId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** Who is to have the first conversation of a client, as an import said; undefined when nobody did, or for another account. */
export function findWish(db: ReadDb, clientId: ClientId, accountId: AccountId | null): UserId | undefined {
  return db
    .prepare<unknown[], { owner: UserId }>('SELECT owner_user_id AS owner FROM client_wish WHERE client_id = ? AND (account_id IS NULL OR account_id = ?)')
    .get(clientId, accountId)?.owner;
}

/** Their first conversation is somebody's: what was wished is done, or was overtaken. */
export function forgetWish(tx: WriteTx, clientId: ClientId, accountId: AccountId | null): void {
  tx.prepare('DELETE FROM client_wish WHERE client_id = ? AND (account_id IS NULL OR account_id = ?)').run(clientId, accountId);
}

export function saveWish(tx: WriteTx, clientId: ClientId, wish: { owner: UserId; accountId: AccountId | null; importId: ClientImportId }): void {
  tx.prepare(
    `INSERT INTO client_wish (client_id, owner_user_id, account_id, import_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (client_id) DO UPDATE SET owner_user_id = excluded.owner_user_id, account_id = excluded.account_id, import_id = excluded.import_id`,
  ).run(clientId, wish.owner, wish.accountId, wish.importId);
}
