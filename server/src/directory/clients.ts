import type { ChangeClient, Client, ClientChannel, ClientId, ClientList, ClientQuery, MergeClients, RoomId, Scope, SplitClient } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import type { KnownBridges } from './bridges.ts';
import { moveClient } from './client-merge-repository.ts';
import { findClient, foldName, touchClient, updateClient, type ClientRecord } from './client-repository.ts';
import { splitClient } from './client-split.ts';
import { defaultLimit, readMark, toPage, type PageMark } from './page.ts';
import { listPortalsOfClient } from './portal-repository.ts';
import type { Answering } from './ports.ts';
import { visibleRooms } from './visible-rooms.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: News; bridges: KnownBridges; answering: Pick<Answering, 'ownerOf' | 'roomsAnsweredBy'> };
type Row = Pick<Client, 'clientId' | 'name' | 'firm' | 'language' | 'lastEventAt' | 'waitingSince' | 'createdAt' | 'version'> & { tags: string; channels: string };
type StoredChannel = Omit<ClientChannel, 'network' | 'direct' | 'ownerUserId'> & { bridgeId: string; direct: 0 | 1 };

export type Clients = ReturnType<typeof createClients>;
/** People and firms the company talks to. What one may see of them follows from the conversations one may see. */
export function createClients({ db, clock, audit, news, bridges, answering }: Deps) {
  function toChannel({ bridgeId, direct, ...channel }: StoredChannel): ClientChannel {
    return { ...channel, network: bridges.find(bridgeId)?.network ?? bridgeId, direct: direct === 1, ownerUserId: answering.ownerOf(db, channel.roomId) };
  }

  function toClient({ tags, channels: stored, ...row }: Row): Client {
    const channels = (JSON.parse(stored) as StoredChannel[]).map(toChannel).sort((a, b) => b.lastEventAt - a.lastEventAt || (a.roomId < b.roomId ? -1 : 1));
    return { ...row, tags: JSON.parse(tags) as string[], roomIds: channels.map(({ roomId }) => roomId), channels };
  }

  type Asked = { visible: readonly RoomId[] | undefined; clientId?: ClientId; name?: string | undefined; before?: PageMark | undefined; limit: number };

  /** The page is cut to size by the index of clients first, or by the rooms one may see; what is shown is joined to what is left. */
  function select(read: ReadDb, about: Asked): Row[] {
    const seen = about.visible === undefined
      ? 'client_index'
      : '(SELECT client_id, max(last_event_at) AS last_event_at FROM portal WHERE client_id IS NOT NULL AND room_id IN (SELECT value FROM json_each(@visible)) GROUP BY client_id)';
    return read
      .prepare<unknown[], Row>(
        `WITH page AS (
           SELECT x.client_id, x.last_event_at FROM ${seen} x ${about.name === undefined ? '' : 'JOIN client c ON c.id = x.client_id AND (instr(c.name_folded, @name) > 0 OR instr(c.firm_folded, @name) > 0)'}
           WHERE ${about.clientId === undefined ? '1' : 'x.client_id = @clientId'}
             ${about.before === undefined ? '' : 'AND (x.last_event_at < @at OR (x.last_event_at = @at AND x.client_id > @id))'}
           ORDER BY x.last_event_at DESC, x.client_id LIMIT @limit)
         SELECT c.id AS clientId, c.name, c.firm, c.language, c.tags, c.created_at AS createdAt, c.version,
           max(p.last_event_at) AS lastEventAt, min(p.waiting_since) AS waitingSince,
           json_group_array(json_object('roomId', p.room_id, 'bridgeId', p.bridge_id, 'accountId', p.account_id, 'accountLabel', a.label,
             'direct', p.is_direct, 'state', p.state, 'lastEventAt', p.last_event_at)) FILTER (WHERE p.room_id IS NOT NULL) AS channels
         FROM page g JOIN client c ON c.id = g.client_id
           LEFT JOIN portal p ON p.client_id = c.id ${about.visible === undefined ? '' : 'AND p.room_id IN (SELECT value FROM json_each(@visible))'}
           LEFT JOIN account a ON a.id = p.account_id
         GROUP BY c.id ORDER BY coalesce(max(p.last_event_at), 0) DESC, c.id`,
      )
      .all({
        visible: about.visible ? JSON.stringify(about.visible) : null, clientId: about.clientId ?? null, name: about.name === undefined ? null : foldName(about.name),
        at: about.before?.at ?? null, id: about.before?.id ?? null, limit: about.limit,
      });
  }

  function get(actor: PersonActor, scope: Scope, clientId: ClientId): Client {
    const [row] = select(db, { visible: visibleRooms(db, answering, actor, scope), clientId, limit: 1 });
    if (!row) throw new AppError('NOT_FOUND', 'no client of this id within reach');
    return toClient(row);
  }

  function tell(tx: WriteTx, clientId: ClientId, rooms: readonly RoomId[]): void {
    tx.afterCommit(() => {
      news.publish({ kind: 'client.changed', clientId });
      rooms.forEach((roomId) => news.publish({ kind: 'room.changed', roomId }));
    });
  }

  return {
    get,

    list(actor: PersonActor, scope: Scope, { name, limit = defaultLimit, after }: ClientQuery): ClientList {
      const found = select(db, { visible: visibleRooms(db, answering, actor, scope), name, before: readMark(after), limit: limit + 1 });
      const { rows, next } = toPage(found, limit, ({ lastEventAt, clientId }) => ({ at: lastEventAt ?? 0, id: clientId }));
      return { clients: rows.map(toClient), next };
    },

    change(actor: PersonActor, scope: Scope, clientId: ClientId, input: ChangeClient): Client {
      get(actor, scope, clientId);
      db.write((tx) => {
        const client = asRead(tx, clientId, input.version);
        const { version: _, ...change } = input;
        const { name, firm, language, tags } = { ...client, ...change };
        updateClient(tx, { ...client, name, firm, language, tags, namedBy: input.name === undefined ? client.namedBy : 'person' });
        audit.record(tx, { actor, action: 'client.changed', target: clientId, detail: { fields: Object.keys(change) } });
        tell(tx, clientId, listPortalsOfClient(tx, clientId).map(({ roomId }) => roomId));
      });
      return get(actor, scope, clientId);
    },

    /** One person on two networks: the conversations of `from` become the client's, and `from` is no more. */
    merge(actor: PersonActor, scope: Scope, clientId: ClientId, { from, version, fromVersion }: MergeClients): Client {
      if (clientId === from) throw new AppError('CONFLICT', 'a client is not merged with itself', { field: '/from' });
      get(actor, scope, clientId);
      get(actor, scope, from);
      db.write((tx) => {
        asRead(tx, clientId, version);
        const rooms = listPortalsOfClient(tx, from).map(({ roomId }) => roomId);
        moveClient(tx, asRead(tx, from, fromVersion, '/fromVersion'), clientId, clock.now());
        touchClient(tx, clientId);
        audit.record(tx, { actor, action: 'client.merged', target: clientId, detail: { merged: from, rooms } });
        tell(tx, clientId, rooms);
      });
      return get(actor, scope, clientId);
    },

    /** Some of the conversations are somebody else's. Answers with whose they are now. */
    split(actor: PersonActor, scope: Scope, clientId: ClientId, input: SplitClient): Client {
      const within = new Set(get(actor, scope, clientId).roomIds);
      if (input.roomIds.some((roomId) => !within.has(roomId))) throw new AppError('ROOM_NOT_PORTAL', 'one of the rooms is no conversation of this client within reach', { field: '/roomIds' });
      const splitId = db.write((tx) => {
        const into = splitClient(tx, asRead(tx, clientId, input.version), input, clock.now());
        audit.record(tx, { actor, action: 'client.split', target: clientId, detail: { split: into, rooms: input.roomIds } });
        tell(tx, clientId, []);
        tell(tx, into, input.roomIds);
        return into;
      });
      return get(actor, scope, splitId);
    },
  };
}

/** The client, unless it is gone or somebody changed it since it was read. */
function asRead(tx: WriteTx, clientId: ClientId, version: number | undefined, field = '/version'): ClientRecord {
  const client = findClient(tx, clientId);
  if (!client) throw new AppError('NOT_FOUND', 'no client of this id within reach');
  if (version !== undefined && version !== client.version) throw new AppError('CHANGED_MEANWHILE', 'somebody changed this client meanwhile', { field });
  return client;
}
