import type { AccountId, BridgeId, ClientId, LoginId, PortalState, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** One conversation on one account. */
export type PortalRecord = {
  readonly roomId: RoomId;
  readonly bridgeId: BridgeId;
  readonly accountId: AccountId | null;
  readonly loginId: LoginId;
  readonly remoteId: string;
  readonly direct: boolean;
  readonly otherUserId: UserId | null;
  readonly name: string | null;
  readonly clientId: ClientId | null;
  readonly state: PortalState;
  readonly predecessorRoomId: RoomId | null;
  readonly createdAt: number;
  readonly lastEventAt: number;
  readonly lastClientAt: number | null;
  readonly lastCompanyAt: number | null;
};

type Row = Omit<PortalRecord, 'direct'> & { readonly direct: number };

export const portalColumns = `p.room_id AS roomId, p.bridge_id AS bridgeId, p.account_id AS accountId, p.login_id AS loginId, p.remote_id AS remoteId,
  p.is_direct AS direct, p.other_user_id AS otherUserId, p.name, p.client_id AS clientId, p.state, p.predecessor_room AS predecessorRoomId,
  p.created_at AS createdAt, p.last_event_at AS lastEventAt, p.last_client_at AS lastClientAt, p.last_company_at AS lastCompanyAt`;

export const toPortal = (row: Row): PortalRecord => ({ ...row, direct: row.direct === 1 });

export function findPortal(db: ReadDb, roomId: RoomId): PortalRecord | undefined {
  const row = db.prepare<[RoomId], Row>(`SELECT ${portalColumns} FROM portal p WHERE p.room_id = ?`).get(roomId);
  return row && toPortal(row);
}

/** The newest other room of the same conversation: what a portal made anew continues. */
export function findPredecessor(db: ReadDb, portal: Pick<PortalRecord, 'bridgeId' | 'loginId' | 'remoteId' | 'roomId'>): PortalRecord | undefined {
  const row = db
    .prepare<unknown[], Row>(
      `SELECT ${portalColumns} FROM portal p WHERE p.bridge_id = ? AND p.login_id = ? AND p.remote_id = ? AND p.room_id <> ?
       ORDER BY p.created_at DESC, p.rowid DESC LIMIT 1`,
    )
    .get(portal.bridgeId, portal.loginId, portal.remoteId, portal.roomId);
  return row && toPortal(row);
}

export function listPortalsOfLogin(db: ReadDb, bridgeId: BridgeId, loginId: LoginId): PortalRecord[] {
  return db.prepare<unknown[], Row>(`SELECT ${portalColumns} FROM portal p WHERE p.bridge_id = ? AND p.login_id = ?`).all(bridgeId, loginId).map(toPortal);
}

export function listPortalsOfBridge(db: ReadDb, bridgeId: BridgeId): PortalRecord[] {
  return db.prepare<unknown[], Row>(`SELECT ${portalColumns} FROM portal p WHERE p.bridge_id = ?`).all(bridgeId).map(toPortal);
}

export function listPortalsOfClient(db: ReadDb, clientId: ClientId): PortalRecord[] {
  return db.prepare<unknown[], Row>(`SELECT ${portalColumns} FROM portal p WHERE p.client_id = ?`).all(clientId).map(toPortal);
}

/** Portals of one account with the person behind a ghost; the closed ones too. */
export function listPortalsWith(db: ReadDb, accountId: AccountId, ghost: UserId): PortalRecord[] {
  return db.prepare<unknown[], Row>(`SELECT ${portalColumns} FROM portal p WHERE p.account_id = ? AND p.other_user_id = ?`).all(accountId, ghost).map(toPortal);
}

export function insertPortal(tx: WriteTx, portal: PortalRecord): void {
  tx.prepare(
    `INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, other_user_id, name, client_id, state, predecessor_room,
       created_at, last_event_at, last_client_at, last_company_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    portal.roomId, portal.bridgeId, portal.accountId, portal.loginId, portal.remoteId, portal.direct ? 1 : 0, portal.otherUserId, portal.name,
    portal.clientId, portal.state, portal.predecessorRoomId, portal.createdAt, portal.lastEventAt, portal.lastClientAt, portal.lastCompanyAt,
  );
}

export function updatePortal(tx: WriteTx, portal: PortalRecord): void {
  tx.prepare(
    `UPDATE portal SET account_id = ?, login_id = ?, remote_id = ?, is_direct = ?, other_user_id = ?, name = ?, client_id = ?, state = ?,
       predecessor_room = ? WHERE room_id = ?`,
  ).run(
    portal.accountId, portal.loginId, portal.remoteId, portal.direct ? 1 : 0, portal.otherUserId, portal.name, portal.clientId, portal.state,
    portal.predecessorRoomId, portal.roomId,
  );
}

/** Times only grow: history filled in late does not make a conversation look younger or older than it is. */
export function touchPortal(tx: WriteTx, roomId: RoomId, at: number, side: 'client' | 'company' | null): void {
  tx.prepare(
    `UPDATE portal SET last_event_at = max(last_event_at, @at),
       first_unanswered_at = CASE
         WHEN @side = 'company' AND first_unanswered_at <= @at THEN NULL
         WHEN @side = 'client' AND @at > coalesce(last_company_at, -1)
           AND (first_unanswered_at IS NULL OR first_unanswered_at <= coalesce(last_company_at, -1) OR first_unanswered_at > @at) THEN @at
         ELSE first_unanswered_at END,
       last_client_at = CASE WHEN @side = 'client' THEN max(coalesce(last_client_at, 0), @at) ELSE last_client_at END,
       last_company_at = CASE WHEN @side = 'company' THEN max(coalesce(last_company_at, 0), @at) ELSE last_company_at END
     WHERE room_id = @roomId`,
  ).run({ at, side, roomId });
}

export type PortalFilter = {
  readonly accountId?: AccountId | undefined;
  readonly clientId?: ClientId | undefined;
  readonly state?: PortalState | undefined;
  /** Only these; undefined is all. */
  readonly visible?: readonly RoomId[] | undefined;
  readonly before?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
};

/** Most recently active first. */
export function listPortals(db: ReadDb, { accountId, clientId, state, visible, before, limit }: PortalFilter): PortalRecord[] {
  return db
    .prepare<unknown[], Row>(
      `SELECT ${portalColumns} FROM portal p
       WHERE (@accountId IS NULL OR p.account_id = @accountId) AND (@clientId IS NULL OR p.client_id = @clientId) AND (@state IS NULL OR p.state = @state)
         AND (@visible IS NULL OR p.room_id IN (SELECT value FROM json_each(@visible)))
         AND (@at IS NULL OR p.last_event_at < @at OR (p.last_event_at = @at AND p.room_id > @id))
       ORDER BY p.last_event_at DESC, p.room_id LIMIT @limit`,
    )
    .all({
      accountId: accountId ?? null, clientId: clientId ?? null, state: state ?? null, visible: visible ? JSON.stringify(visible) : null,
      at: before?.at ?? null, id: before?.id ?? null, limit,
    })
    .map(toPortal);
}
