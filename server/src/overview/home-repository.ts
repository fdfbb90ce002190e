import type { AccountId, Alert, DeliveryState, TeamId, WaitingClient } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

/** Null is the whole box. A team's rooms are those of its accounts and those its people own. */
export type Reach = TeamId | null;

const shownLongest = 20;
const teamAccounts = 'SELECT id FROM account WHERE team_id = @team';
const teamOwned = 'SELECT o.room_id FROM ownership o JOIN person w ON w.user_id = o.owner_user_id WHERE w.team_id = @team';

/** Each leg is walked along an index; which rooms wait is one entry per waiting room, however many rooms there are. */
const waiting = {
  all: 'SELECT room_id, waiting_since AS since FROM portal INDEXED BY portal_waiting WHERE waiting_since IS NOT NULL',
  team: `SELECT room_id, waiting_since AS since FROM portal INDEXED BY portal_waiting WHERE waiting_since IS NOT NULL AND account_id IN (${teamAccounts})
    UNION SELECT o.room_id, p.waiting_since FROM person w JOIN ownership o ON o.owner_user_id = w.user_id JOIN portal p ON p.room_id = o.room_id
      WHERE w.team_id = @team AND p.waiting_since IS NOT NULL`,
};
/** The team is that of the account, or the one a routing rule chose. */
const unassigned = {
  all: `SELECT o.room_id, coalesce(p.waiting_since, o.since) AS since FROM ownership o INDEXED BY ownership_unassigned CROSS JOIN portal p ON p.room_id = o.room_id
    WHERE o.owner_user_id IS NULL AND p.state = 'open'`,
  team: `SELECT o.room_id, coalesce(p.waiting_since, o.since) AS since FROM ownership o INDEXED BY ownership_unassigned CROSS JOIN portal p ON p.room_id = o.room_id
    LEFT JOIN account a ON a.id = p.account_id LEFT JOIN room_queue q ON q.room_id = o.room_id
    WHERE o.owner_user_id IS NULL AND p.state = 'open' AND coalesce(q.team_id, a.team_id) = @team`,
};

type Row = WaitingClient & { readonly total: number };

/** How many there are, and those at the top: found once, by keys alone. */
function atTheTop(db: ReadDb, rooms: string, team: Reach): { count: number; longest: WaitingClient[] } {
  const values = team === null ? [] : [{ team }];
  const rows = db
    .prepare<unknown[], Row>(
      `WITH rooms AS MATERIALIZED (${rooms}),
       longest AS MATERIALIZED (SELECT room_id, since FROM rooms ORDER BY since, room_id LIMIT ${shownLongest})
       SELECT l.room_id AS roomId, p.client_id AS clientId, coalesce(c.name, p.name) AS name, p.account_id AS accountId, a.label AS accountLabel,
         o.owner_user_id AS ownerUserId, w.name AS ownerName, l.since, (SELECT count(*) FROM rooms) AS total
       FROM longest l JOIN portal p ON p.room_id = l.room_id LEFT JOIN client c ON c.id = p.client_id LEFT JOIN account a ON a.id = p.account_id
         LEFT JOIN ownership o ON o.room_id = l.room_id LEFT JOIN person w ON w.user_id = o.owner_user_id ORDER BY l.since, l.room_id`,
    )
    .all(...values);
  return { count: rows[0]?.total ?? 0, longest: rows.map(({ total: _, ...room }) => room) };
}

export const readWaiting = (db: ReadDb, team: Reach) => atTheTop(db, team === null ? waiting.all : waiting.team, team);
export const readUnassigned = (db: ReadDb, team: Reach) => atTheTop(db, team === null ? unassigned.all : unassigned.team, team);

export type OpenDeliveries = { readonly accountId: AccountId | null; readonly label: string | null; readonly state: DeliveryState; readonly count: number; readonly oldestAt: number };

export function readOpenDeliveries(db: ReadDb, team: Reach): OpenDeliveries[] {
  const values = team === null ? [] : [{ team }];
  const within = team === null ? '' : `AND (account_id IN (${teamAccounts}) OR room_id IN (${teamOwned}))`;
  return db
    .prepare<unknown[], OpenDeliveries>(
      `SELECT x.accountId, a.label, x.state, x.count, x.oldestAt FROM (
         SELECT account_id AS accountId, state, count(*) AS count, min(enqueued_at) AS oldestAt FROM outbox INDEXED BY outbox_open
         WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') ${within} GROUP BY account_id, state) x LEFT JOIN account a ON a.id = x.accountId`,
    )
    .all(...values);
}

const alertColumns = 'id AS alertId, kind, target, team_id AS teamId, detail, raised_at AS raisedAt, resolved_at AS resolvedAt';

export function readOpenAlerts(db: ReadDb, team: Reach): { count: number; newest: Alert[] } {
  const values = team === null ? [] : [{ team }];
  const where = `resolved_at IS NULL ${team === null ? '' : 'AND team_id = @team'}`;
  const newest = db.prepare<unknown[], Omit<Alert, 'detail'> & { detail: string | null }>(`SELECT ${alertColumns} FROM alert INDEXED BY alert_open_newest WHERE ${where} ORDER BY raised_at DESC, id LIMIT 20`).all(...values);
  return {
    count: db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM alert INDEXED BY alert_open_newest WHERE ${where}`).get(...values)?.n ?? 0,
    newest: newest.map((row) => ({ ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as unknown) })),
  };
}
