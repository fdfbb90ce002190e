import type { ClientId, ClientImportId, ImportKind, ImportRemark, ImportSample, RoomId, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { findClientByGhost, insertClient, insertIdentity, listPortalsOfClient, updateClient, type ClientRecord } from '../directory/index.ts';
import { boxActor, newClientId, type Actor, type Clock, type News } from '../kernel/index.ts';
import { findWish, isRouted, ownerOf, saveWish } from '../ownership/index.ts';
import type { CheckedLine, LineFault } from './check-line.ts';

/** What a line would do, told before and done later. */
export type LinePlan = {
  readonly kind: ImportKind;
  readonly fault: LineFault | null;
  readonly remark: ImportRemark | null;
  readonly clientId: ClientId | null;
  readonly name: string;
  readonly changes: ImportSample['changes'];
};
export type PutDeps = {
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly news: News;
  /** Gives an open room that nobody owns to somebody. */
  readonly assign: (tx: WriteTx, roomId: RoomId, owner: UserId, actor: Actor) => void;
};

const mostTags = 20;
type Target = { readonly before: ClientRecord | undefined; readonly after: ClientRecord; readonly openRooms: readonly RoomId[] };

/** What the line would make of the clients as they are now. An empty cell leaves alone what is there; tags are added and never taken away. */
export function planLine(db: ReadDb, line: CheckedLine, now: number): LinePlan {
  const target = targetOf(db, line, now);
  if (!target) return { kind: 'broken', fault: { code: 'NAME_MISSING', column: 'name' }, remark: null, clientId: null, name: '', changes: [] };
  const { before, after, openRooms } = target;
  if (after.tags.length > mostTags) return { kind: 'broken', fault: { code: 'TAGS_TOO_MANY', column: 'tags' }, remark: null, clientId: after.clientId, name: after.name, changes: [] };
  const changes = [...changesOf(before, after), ...ownerChange(db, line, after.clientId, openRooms)];
  const owned = line.owner !== undefined && openRooms.some((roomId) => isRouted(db, roomId) && ownerOf(db, roomId) !== null && ownerOf(db, roomId) !== line.owner);
  return {
    kind: before === undefined ? 'new' : changes.length > 0 ? 'changed' : 'unchanged', fault: null, remark: owned ? 'OWNED_BY_ANOTHER' : null,
    clientId: before?.clientId ?? null, name: after.name, changes,
  };
}

/** Does what the plan says, in the transaction that notes it as done. Doing it again finds nothing left to do. */
export function putLine(tx: WriteTx, deps: PutDeps, line: CheckedLine, importId: ClientImportId): LinePlan {
  const plan = planLine(tx, line, deps.clock.now());
  const target = targetOf(tx, line, deps.clock.now());
  if (!target || plan.kind === 'broken' || plan.kind === 'unchanged') return plan;
  const { before, after, openRooms } = target;
  const { clientId } = after;
  if (before === undefined) {
    insertClient(tx, after);
    for (const { bridgeId, ghost } of line.identities) insertIdentity(tx, clientId, bridgeId, ghost);
  } else if (changesOf(before, after).length > 0) updateClient(tx, after);
  if (line.owner !== undefined) {
    if (openRooms.length === 0) saveWish(tx, clientId, { owner: line.owner, accountId: line.accountId ?? null, importId });
    for (const roomId of openRooms) if (isRouted(tx, roomId) && ownerOf(tx, roomId) === null) deps.assign(tx, roomId, line.owner, boxActor('import'));
  }
  deps.audit.record(tx, { actor: boxActor('import'), action: 'client.changed', target: clientId, detail: { import: importId, fields: plan.changes.map(({ field }) => field), ...(before ? {} : { created: true }) } });
  if (before) tx.afterCommit(() => deps.news.publish({ kind: 'client.changed', clientId }));
  return { ...plan, clientId };
}

function targetOf(db: ReadDb, line: CheckedLine, now: number): Target | undefined {
  const before = line.identities.map(({ bridgeId, ghost }) => findClientByGhost(db, bridgeId, ghost)).find((client) => client !== undefined);
  if (!before && line.name === undefined) return undefined;
  const base: ClientRecord = before ?? { clientId: newClientId(), name: line.name ?? '', namedBy: 'person', firm: null, language: null, tags: [], createdAt: now, version: 1 };
  const after: ClientRecord = {
    ...base, name: line.name ?? base.name, namedBy: line.name === undefined || line.name === base.name ? base.namedBy : 'person',
    firm: line.firm ?? base.firm, language: line.language ?? base.language, tags: [...new Set([...base.tags, ...line.tags])],
  };
  const portals = before ? listPortalsOfClient(db, before.clientId) : [];
  return { before, after, openRooms: portals.filter(({ state, accountId }) => state === 'open' && (line.accountId === undefined || accountId === line.accountId)).map(({ roomId }) => roomId) };
}

function changesOf(before: ClientRecord | undefined, after: ClientRecord): ImportSample['changes'] {
  const shown = (client: ClientRecord) => ({ name: client.name, firm: client.firm, language: client.language, tags: client.tags.length === 0 ? null : client.tags.join(', ') });
  const [was, is] = [before ? shown(before) : { name: null, firm: null, language: null, tags: null }, shown(after)];
  return (['name', 'firm', 'language', 'tags'] as const).filter((field) => was[field] !== is[field]).map((field) => ({ field, before: was[field], after: is[field] }));
}

/** Who has an open conversation keeps it: moving it is a handover. Nobody's are given to the owner; without any, the first one will be. */
function ownerChange(db: ReadDb, { owner, accountId }: CheckedLine, clientId: ClientId, openRooms: readonly RoomId[]): ImportSample['changes'] {
  if (owner === undefined) return [];
  if (openRooms.length === 0) {
    const wish = findWish(db, clientId, accountId ?? null);
    return wish === owner ? [] : [{ field: 'owner', before: wish ?? null, after: owner }];
  }
  return openRooms.some((roomId) => isRouted(db, roomId) && ownerOf(db, roomId) === null) ? [{ field: 'owner', before: null, after: owner }] : [];
}
