import { type AuditPage, type AuditRecord, auditActions, type Look, type LookedMessage, type LookPage, type RecordDay, type RecordedAccess, type RecordedDecision, type RecordedRefusal } from '@holdfast/contract';
import { FakeFile, FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { personId } from './people.ts';
import { accountsOf, colleaguesOf } from './who.ts';

const minute = 60_000;
const dayMs = 86_400_000;
const clients = ['Zofia Baran', 'ООО «Ромашка»', 'Lviv Print Studio', 'شركة النور للتجارة', 'Nordic Freight'];
const placeOf = (n: number) => ({ roomId: `!room${n}:box.test` as RecordedRefusal['roomId'], accountId: accountsOf()[n % 4]!.accountId, clientId: `clnt_${String(n).padStart(16, '0')}` as RecordedRefusal['clientId'], roomName: clients[n % 5] ?? null });
const senderOf = (n: number) => { const { userId, name } = colleaguesOf('normal')[n % 12]!; return { userId, personId: personId(n % 12), name }; };
const paged = <Row>(rows: readonly Row[], query: URLSearchParams): { page: readonly Row[]; next: string | null } => {
  const start = Number(query.get('after') ?? 0);
  const end = start + Number(query.get('limit') ?? 100);
  return { page: rows.slice(start, end), next: end < rows.length ? String(end) : null };
};

/** What the journal and the trail hold. The look of 'Zofia Baran' is told to her owner; a reason of one letter is refused. */
export function recordHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const many = scene === 'empty' ? 0 : scene === 'crowded' ? 3000 : 40;
  const days = Array.from({ length: scene === 'empty' ? 0 : scene === 'crowded' ? 400 : 28 }, (_, n): RecordDay => ({
    day: new Date(now - Math.floor(n / 4) * dayMs).toISOString().slice(0, 10), accountId: accountsOf()[n % 4]!.accountId,
    received: 180 - (n * 13) % 170, sentFromBox: 120 - (n * 7) % 110, sentFromHandset: n % 3, refused: n % 5 === 0 ? 2 : 0, edits: 3, deletions: 1, reactions: 6, notes: 4, other: 0, technical: 300, media: 22,
  }));
  const refusals = Array.from({ length: many }, (_, n): RecordedRefusal => ({ eventId: `$refused${n}` as RecordedRefusal['eventId'], ...placeOf(n), sender: senderOf(n), code: ['NOT_OWNER', 'REFERENCE_NOT_DELIVERED', 'NOT_OWN_EVENT', 'FROM_A_NEWER_BOX'][n % 4]!, detail: n % 4 === 2 ? 'm.replace' : null, at: now - n * 47 * minute }));
  const decisions = Array.from({ length: many }, (_, n): RecordedDecision => ({
    eventId: `$doubt${n}` as RecordedDecision['eventId'], ...placeOf(n), sender: senderOf(n), kind: 'message', writtenAt: now - n * 61 * minute, was: n % 3 === 0 ? 'uncertain' : 'needs-confirmation', reason: ['BRIDGE_DIED', 'HANDOVER', 'STALE'][n % 3]!, state: null,
    decision: n % 2 === 0 ? null : { verdict: n % 4 === 1 ? 'sent' : 'discarded', by: { personId: personId(2), name: colleaguesOf('normal')[2]!.name }, at: now - n * minute, reason: n % 4 === 1 ? null : 'The client had called meanwhile' },
  }));
  const accesses = Array.from({ length: many }, (_, n): RecordedAccess => ({ seq: 9000 - n, at: now - n * 33 * minute, by: { personId: personId(n % 3), name: colleaguesOf('normal')[n % 3]!.name }, action: (['room.read', 'look.opened', 'client.contact-revealed', 'queue.read'] as const)[n % 4]!, ...placeOf(n), reason: n % 4 === 3 ? null : 'Complaint of 12 March', detail: {} }));
  const total = scene === 'empty' ? 0 : scene === 'crowded' ? 1_000_000 : 240;
  const entryOf = (seq: number): AuditRecord => ({ seq, at: now - (total - seq) * minute, actor: seq % 6 === 0 ? 'box:gate' : personId(seq % 12), action: auditActions[seq % auditActions.length]!, target: seq % 3 === 0 ? accountsOf()[seq % 4]!.accountId : seq % 3 === 1 ? personId(seq % 12) : `!room${seq % 5}:box.test`, reason: seq % 4 === 0 ? 'Anna leaves at the end of the month' : null, detail: { rooms: [`!room${seq % 5}:box.test`], count: seq % 9 } });
  const auditNames = () => [...colleaguesOf('normal').map(({ name }, n) => ({ id: personId(n), name })), ...accountsOf().map(({ accountId, label }) => ({ id: accountId, name: label }))];
  const looks = new Map<string, Look>();
  const lookOf = (id: string): Look => {
    const look = looks.get(id);
    if (!look) throw new FakeRefusal(404, 'NOT_FOUND');
    return { ...look, open: look.endedAt === null && look.endsAt > Date.now() };
  };
  const put = (look: Look): Look => (looks.set(look.lookId, look), lookOf(look.lookId));
  const message = (n: number, side: LookedMessage['side'], text: string | null, more: Partial<LookedMessage> = {}): LookedMessage => ({
    eventId: `$looked${n}` as LookedMessage['eventId'], at: now - (60 - n) * minute, side, sender: '@person0:box.test' as LookedMessage['sender'], senderName: side === 'employee' ? 'Anna Kowalska' : null, kind: 'message', msgtype: 'm.text', text, edited: null, deleted: null, target: null, reaction: null, media: null, refused: null, ...more,
  });
  const text = scene === 'crowded' ? `${'Bardzo długa wiadomość. '.repeat(170)}` : 'Dzień dobry, kiedy dostanę zamówienie?';
  const messages = [
    message(1, 'client', text), message(2, 'employee', 'We ship on Tuesday', { edited: { eventId: '$edit' as never, at: now - 50 * minute, text: 'We ship on Wednesday' } }),
    message(3, 'employee', null, { deleted: { by: '@person0:box.test' as never, at: now - 40 * minute } }), message(4, 'employee', 'She is angry, be kind', { kind: 'note' }),
    message(5, 'client', null, { msgtype: 'm.image', media: { name: 'IMG_2041.jpg', mimetype: 'image/jpeg', size: 341_000, uri: 'mxc://box.test/1' } }), message(6, 'employee', '<b>call my new number</b>', { refused: 'NOT_OWNER' }),
  ];
  return {
    'GET /records/days'({ query }) {
      const rows = days.filter(({ accountId, day }) => (!query.get('accountId') || accountId === query.get('accountId')) && (!query.get('from') || day >= query.get('from')!) && (!query.get('to') || day <= query.get('to')!));
      const { page, next } = paged(rows, query);
      const sum = Object.fromEntries(Object.keys(rows[0] ?? { received: 0, sentFromBox: 0, sentFromHandset: 0, refused: 0, edits: 0, deletions: 0 }).filter((key) => key !== 'day' && key !== 'accountId').map((key) => [key, rows.reduce((of, row) => of + (row[key as 'received'] ?? 0), 0)]));
      return { days: page, totals: sum, counting: null, next };
    },
    'GET /records/refusals'({ query }) { const { page, next } = paged(refusals.filter(({ code }) => !query.get('code') || code === query.get('code')), query); return { refusals: page, next }; },
    'GET /records/decisions'({ query }) { const { page, next } = paged(decisions.filter(({ decision }) => (decision !== null) === (query.get('state') === 'decided')), query); return { decisions: page, next }; },
    'GET /records/access'({ query }) { const { page, next } = paged(accesses.filter(({ by, action }) => (!query.get('personId') || by.personId === query.get('personId')) && (query.getAll('action').length === 0 || query.getAll('action').includes(action))), query); return { accesses: page, next }; },
    'POST /rooms/:roomId/looks'({ params, body }): Look {
      const { reason } = body as { reason: string };
      if (reason.length < 3) throw new FakeRefusal(400, 'BAD_REQUEST', '/reason');
      return put({ lookId: `look_${String(looks.size + 1).padStart(16, '0')}` as Look['lookId'], ...placeOf(0), roomId: params['roomId'] as Look['roomId'], owner: { userId: '@person0:box.test' as never, name: 'Anna Kowalska' }, personId: personId(0), reasons: [{ at: Date.now(), reason }], openedAt: Date.now(), endsAt: Date.now() + 30 * minute, endedAt: null, open: true, visibleToOwner: true, toldAt: null, pagesRead: 0 });
    },
    'GET /looks': () => ({ looks: [...looks.keys()].map(lookOf).reverse() }),
    'GET /looks/:id': ({ params }) => lookOf(params['id']!),
    'POST /looks/:id/extend': ({ params, body }) => { const look = lookOf(params['id']!); return put({ ...look, reasons: [...look.reasons, { at: Date.now(), reason: (body as { reason: string }).reason }], endsAt: Date.now() + 30 * minute }); },
    'POST /looks/:id/end': ({ params }) => put({ ...lookOf(params['id']!), endedAt: Date.now() }),
    'GET /looks/:id/messages'({ params }): LookPage {
      const look = lookOf(params['id']!);
      if (!look.open) throw new FakeRefusal(409, 'LOOK_ENDED');
      return { look: put({ ...look, pagesRead: look.pagesRead + 1 }), messages, next: null };
    },
    'GET /audit'({ query }): AuditPage {
      const limit = Number(query.get('limit') ?? 100);
      const acts = query.getAll('action');
      const oldest = query.get('order') === 'oldest';
      const entries: AuditRecord[] = [];
      let seq = oldest ? Number(query.get('after') ?? 0) + 1 : Number(query.get('before') ?? total + 1) - 1;
      for (; seq >= 1 && seq <= total && entries.length < limit; seq += oldest ? 1 : -1) {
        const entry = entryOf(seq);
        if ((acts.length === 0 || acts.includes(entry.action)) && (!query.get('person') || entry.actor === query.get('person') || entry.target === query.get('person')) && (!query.get('target') || entry.target === query.get('target'))) entries.push(entry);
      }
      return { entries, names: auditNames(), next: entries.length === limit ? entries.at(-1)!.seq : null, smallFirm: scene === 'crowded' };
    },
    'GET /audit/export': () => new FakeFile('seq,at\r\n1,now\r\n', 'audit.csv'),
  };
}
