import type { ClientExport, ClientId, ClientOwners, ClientSearch, ClientSort, ClientSummary, ClientSummaryList, ClientTagList, RoomId, Scope, UserId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import { clientQuestion, type ClientQuestion } from './client-filter.ts';
import type { BridgesShown } from './ports.ts';
import { reachOf } from './search-reach.ts';
import type { OwnershipVia } from './who-answers.ts';

const defaultLimit = 100;
const never = 9007199254740991;
const mostTags = 500;
const mostPeriods = 1_000;

type Mark = { readonly at: number | null; readonly id: ClientId };
type Row = Pick<ClientSummary, 'clientId' | 'name' | 'firm' | 'language' | 'version'> & { tags: string; lastEventAt: number; waitingSince: number | null };
type Channel = { clientId: ClientId; bridgeId: string; state: string; routed: 0 | 1; owner: UserId | null; ownerName: string | null };

/** How each order is walked: by what, and what comes after a mark. Every one of them has an index. */
const orders: Readonly<Record<ClientSort, { by: string; after: string }>> = {
  lastEvent: { by: 'x.last_event_at DESC, x.client_id', after: '(x.last_event_at < @at OR (x.last_event_at = @at AND x.client_id > @id))' },
  waiting: {
    by: `coalesce(x.waiting_since, ${never}), x.client_id`,
    after: `(coalesce(x.waiting_since, ${never}) > @at OR (coalesce(x.waiting_since, ${never}) = @at AND x.client_id > @id))`,
  },
  name: { by: 'x.name_folded, x.client_id', after: '(x.name_folded, x.client_id) > (SELECT m.name_folded, m.client_id FROM client_index m WHERE m.client_id = @id)' },
};

export type FoundClient = ClientSummary & { readonly accounts: readonly string[] };
export type ClientFinder = ReturnType<typeof createClientSearch>;
/** Clients as rows of a table, out of tens of thousands. One sees of them what follows from the conversations one may see. */
export function createClientSearch({ db, clock, bridges }: { db: Db; clock: Clock; bridges: BridgesShown }) {
  const ask = (actor: PersonActor, scope: Scope, filter: ClientSearch | ClientExport) => clientQuestion(db, bridges, actor, scope, filter, clock.now());

  function page({ from, where, values }: ClientQuestion, sort: ClientSort, mark: Mark | undefined, limit: number): Row[] {
    const { by, after } = orders[sort];
    return db
      .prepare<unknown[], Row>(
        `SELECT c.id AS clientId, c.name, c.firm, c.language, c.tags, c.version, x.last_event_at AS lastEventAt, x.waiting_since AS waitingSince
         FROM ${from} JOIN client c ON c.id = x.client_id WHERE ${where} AND ${mark === undefined ? '1' : after} ORDER BY ${by} LIMIT @limit`,
      )
      .all({ ...values, at: mark?.at ?? null, id: mark?.id ?? null, limit });
  }

  /** Adds what is known of their conversations. */
  function summarise({ isWithin, values }: ClientQuestion, rows: readonly Row[]): FoundClient[] {
    const channels = new Map<ClientId, (Channel & { accountLabel: string | null })[]>();
    const found = db
      .prepare<unknown[], Channel & { accountLabel: string | null }>(
        `SELECT p.client_id AS clientId, p.bridge_id AS bridgeId, p.state, o.room_id IS NOT NULL AS routed, o.owner_user_id AS owner, w.name AS ownerName, a.label AS accountLabel
         FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id LEFT JOIN person w ON w.user_id = o.owner_user_id LEFT JOIN account a ON a.id = p.account_id
         WHERE p.client_id IN (SELECT value FROM json_each(@ids)) AND ${isWithin} ORDER BY p.last_event_at DESC, p.room_id`,
      )
      .all({ ...values, ids: JSON.stringify(rows.map(({ clientId }) => clientId)) });
    for (const channel of found) channels.set(channel.clientId, [...(channels.get(channel.clientId) ?? []), channel]);
    return rows.map((row) => {
      const own = channels.get(row.clientId) ?? [];
      const open = own.filter(({ state }) => state === 'open');
      const owners = new Map(open.filter(({ owner }) => owner !== null).map(({ owner, ownerName }) => [owner as UserId, ownerName ?? (owner as string)]));
      return {
        ...row, tags: JSON.parse(row.tags) as string[], lastEventAt: row.lastEventAt === 0 ? null : row.lastEventAt, channels: own.length,
        networks: [...new Set(own.map(({ bridgeId }) => networkOf(bridgeId)))], owners: [...owners].map(([userId, name]) => ({ userId, name })),
        unassigned: open.some(({ routed, owner }) => routed === 1 && owner === null),
        accounts: [...new Set(own.flatMap(({ accountLabel }) => (accountLabel === null ? [] : [accountLabel])))],
      };
    });
  }

  const networkOf = (bridgeId: string): string => bridges.find(bridgeId as never)?.network ?? bridgeId;

  return {
    search(actor: PersonActor, scope: Scope, { sort = 'lastEvent', limit = defaultLimit, after, ...filter }: ClientSearch): ClientSummaryList {
      const question = ask(actor, scope, filter);
      const found = page(question, sort, readMark(sort, after), limit + 1);
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      return {
        clients: summarise(question, rows).map(({ accounts: _, ...client }) => client),
        next: found.length > limit && last ? `${sort === 'name' ? 'n' : sort === 'waiting' ? (last.waitingSince ?? never) : last.lastEventAt}~${last.clientId}` : null,
      };
    },

    /** Every client a filter finds, read piece by piece while it is written out. Nobody is twice in it, though names change meanwhile. */
    *all(actor: PersonActor, scope: Scope, filter: ClientExport): Generator<FoundClient> {
      const question = ask(actor, scope, filter);
      const batch = 200;
      let after: ClientId | '' = '';
      for (;;) {
        const rows: Row[] = db
          .prepare<unknown[], Row>(
            `SELECT c.id AS clientId, c.name, c.firm, c.language, c.tags, c.version, x.last_event_at AS lastEventAt, x.waiting_since AS waitingSince
             FROM ${question.from} JOIN client c ON c.id = x.client_id WHERE ${question.where} AND x.client_id > @after ORDER BY x.client_id LIMIT ${batch}`,
          )
          .all({ ...question.values, after });
        yield* summarise(question, rows);
        if (rows.length < batch) return;
        after = (rows.at(-1) as Row).clientId;
      }
    },

    tags(actor: PersonActor, scope: Scope): ClientTagList {
      const { from, values } = ask(actor, scope, {});
      const tags = db
        .prepare<unknown[], { tag: string; clients: number }>(
          `SELECT j.value AS tag, count(*) AS clients FROM ${from} JOIN client c ON c.id = x.client_id AND c.tags <> '[]', json_each(c.tags) j GROUP BY j.value ORDER BY 2 DESC, 1 LIMIT ${mostTags}`,
        )
        .all(values);
      return { tags };
    },

    /** Who answered which of the client's conversations, when; of those within reach. */
    owners(actor: PersonActor, scope: Scope, clientId: ClientId): ClientOwners {
      const { rooms, isWithin, values } = reachOf(actor, scope, clock.now());
      const known = db.prepare<unknown[], { found: 1 }>(
        rooms === undefined
          ? 'SELECT 1 AS found FROM client WHERE id = @clientId'
          : `SELECT 1 AS found FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id WHERE p.client_id = @clientId AND ${isWithin} LIMIT 1`,
      ).get({ ...values, clientId });
      if (!known) throw new AppError('NOT_FOUND', 'no client of this id within reach');
      type Period = Omit<ClientOwners['periods'][number], 'network'> & { roomId: RoomId; bridgeId: string; via: OwnershipVia };
      const periods = db
        .prepare<unknown[], Period>(
          `SELECT p.room_id AS roomId, p.bridge_id AS bridgeId, a.label AS accountLabel, t.owner_user_id AS owner, w.name AS ownerName, t.from_at AS fromAt, t.until_at AS untilAt,
             t.via, t.handover_id AS handoverId
           FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id JOIN ownership_period t ON t.room_id = p.room_id LEFT JOIN account a ON a.id = p.account_id LEFT JOIN person w ON w.user_id = t.owner_user_id
           WHERE p.client_id = @clientId AND ${isWithin} ORDER BY t.from_at DESC, t.id DESC LIMIT ${mostPeriods}`,
        )
        .all({ ...values, clientId });
      return { clientId, periods: periods.map(({ bridgeId, ...period }) => ({ ...period, network: networkOf(bridgeId) })) };
    },
  };
}

function readMark(sort: ClientSort, after: string | undefined): Mark | undefined {
  if (after === undefined) return undefined;
  const [, at, id] = /^(n|\d{1,16})~(clnt_[0-9a-z]{16,40})$/.exec(after) ?? [];
  if (id === undefined || (at === 'n') !== (sort === 'name')) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page in this order', { field: '/after' });
  return { at: at === 'n' ? null : Number(at), id: id as ClientId };
}
