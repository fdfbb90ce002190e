import type { AccountId, OldChatDecision, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type DecidedChat = {
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly ghost: UserId | null;
  readonly decision: OldChatDecision;
  readonly owner: UserId | null;
};

const columns = 'account_id AS accountId, contact_id AS contactId, ghost_user_id AS ghost, decision, owner_user_id AS owner';

export function findDecidedChat(db: ReadDb, accountId: AccountId, contactId: string): DecidedChat | undefined {
  return db.prepare<unknown[], DecidedChat>(`SELECT ${columns} FROM old_chat WHERE account_id = ? AND contact_id = ?`).get(accountId, contactId);
}

/** By the ghost itself, or by the network's id that the ghost's Matrix id carries. */
export function findDecisionAbout(db: ReadDb, accountId: AccountId, ghost: UserId, remoteId: string | null): DecidedChat | undefined {
  return db
    .prepare<unknown[], DecidedChat>(`SELECT ${columns} FROM old_chat WHERE account_id = ? AND (ghost_user_id = ? OR contact_id = ?) LIMIT 1`)
    .get(accountId, ghost, remoteId);
}

export function listDecidedChats(db: ReadDb, accountId: AccountId): DecidedChat[] {
  return db.prepare<[AccountId], DecidedChat>(`SELECT ${columns} FROM old_chat WHERE account_id = ?`).all(accountId);
}

export function upsertDecision(tx: WriteTx, chat: DecidedChat, decidedBy: string, at: number): void {
  tx.prepare(
    `INSERT INTO old_chat (account_id, contact_id, ghost_user_id, decision, owner_user_id, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, contact_id) DO UPDATE SET ghost_user_id = excluded.ghost_user_id, decision = excluded.decision,
       owner_user_id = excluded.owner_user_id, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
  ).run(chat.accountId, chat.contactId, chat.ghost, chat.decision, chat.owner, decidedBy, at);
}
