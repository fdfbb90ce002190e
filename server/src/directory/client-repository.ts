import type { BridgeId, ClientId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type ClientRecord = {
  readonly clientId: ClientId;
  readonly name: string;
  readonly namedBy: 'network' | 'person';
  readonly firm: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly version: number;
};

type Row = Omit<ClientRecord, 'tags'> & { readonly tags: string };

const columns = 'c.id AS clientId, c.name, c.named_by AS namedBy, c.firm, c.language, c.tags, c.created_at AS createdAt, c.version';
const toClient = (row: Row): ClientRecord => ({ ...row, tags: JSON.parse(row.tags) as string[] });

/** How names are compared: without case, in every alphabet. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase();

export function findClient(db: ReadDb, clientId: ClientId): ClientRecord | undefined {
  const row = db.prepare<[ClientId], Row>(`SELECT ${columns} FROM client c WHERE c.id = ?`).get(clientId);
  return row && toClient(row);
}

export function findClientByGhost(db: ReadDb, bridgeId: BridgeId, ghost: UserId): ClientRecord | undefined {
  const row = db
    .prepare<unknown[], Row>(`SELECT ${columns} FROM client c JOIN client_identity i ON i.client_id = c.id WHERE i.bridge_id = ? AND i.ghost_user_id = ?`)
    .get(bridgeId, ghost);
  return row && toClient(row);
}

export function insertClient(tx: WriteTx, client: ClientRecord): void {
  tx.prepare('INSERT INTO client (id, name, name_folded, named_by, firm, firm_folded, language, tags, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    client.clientId, client.name, foldName(client.name), client.namedBy, client.firm, client.firm === null ? null : foldName(client.firm), client.language,
    JSON.stringify(client.tags), client.createdAt, client.version,
  );
}

/** Its version grows by one, whatever the record says. */
export function updateClient(tx: WriteTx, client: ClientRecord): void {
  tx.prepare('UPDATE client SET name = ?, name_folded = ?, named_by = ?, firm = ?, firm_folded = ?, language = ?, tags = ?, version = version + 1 WHERE id = ?').run(
    client.name, foldName(client.name), client.namedBy, client.firm, client.firm === null ? null : foldName(client.firm), client.language,
    JSON.stringify(client.tags), client.clientId,
  );
}

/** Something of the client changed that its card does not show. */
export function touchClient(tx: WriteTx, clientId: ClientId): void {
  tx.prepare('UPDATE client SET version = version + 1 WHERE id = ?').run(clientId);
}

export function insertIdentity(tx: WriteTx, clientId: ClientId, bridgeId: BridgeId, ghost: UserId): void {
  tx.prepare('INSERT OR IGNORE INTO client_identity (bridge_id, ghost_user_id, client_id) VALUES (?, ?, ?)').run(bridgeId, ghost, clientId);
}

/** A ghost turned out to be a company number: it is nobody's client. A client known by nothing else, about whom nothing was noted, goes. */
export function dropIdentity(tx: WriteTx, bridgeId: BridgeId, ghost: UserId): void {
  const client = findClientByGhost(tx, bridgeId, ghost);
  if (!client) return;
  tx.prepare('DELETE FROM client_identity WHERE bridge_id = ? AND ghost_user_id = ?').run(bridgeId, ghost);
  tx.prepare('UPDATE portal SET client_id = NULL WHERE bridge_id = ? AND other_user_id = ? AND client_id = ?').run(bridgeId, ghost, client.clientId);
  tx.prepare(
    `DELETE FROM client WHERE id = @clientId AND NOT EXISTS (SELECT 1 FROM client_identity WHERE client_id = @clientId)
       AND NOT EXISTS (SELECT 1 FROM portal WHERE client_id = @clientId) AND NOT EXISTS (SELECT 1 FROM client_note WHERE client_id = @clientId)`,
  ).run({ clientId: client.clientId });
}
