import { scopeOf, type ClientExport, type Scope } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import type { ClientFinder } from './client-search.ts';
import type { BridgesShown } from './ports.ts';

type Deps = { db: Db; audit: AuditTrail; bridges: BridgesShown; clientSearch: ClientFinder };
type Language = NonNullable<ClientExport['language']>;
type Column = 'number' | 'network' | 'name' | 'firm' | 'language' | 'tags' | 'owner' | 'account' | 'waiting' | 'lastEvent';

/** Names an import knows again. */
const headers: Readonly<Record<Language, Record<Column, string>>> = {
  en: { number: 'number', network: 'network', name: 'name', firm: 'firm', language: 'language', tags: 'tags', owner: 'owners', account: 'accounts', waiting: 'waiting since', lastEvent: 'last event' },
  ru: { number: 'номер', network: 'сеть', name: 'имя', firm: 'фирма', language: 'язык', tags: 'метки', owner: 'ответственные', account: 'аккаунты', waiting: 'ждёт с', lastEvent: 'последнее событие' },
  uk: { number: 'номер', network: 'мережа', name: 'імʼя', firm: 'фірма', language: 'мова', tags: 'мітки', owner: 'відповідальні', account: 'акаунти', waiting: 'чекає з', lastEvent: 'остання подія' },
  pl: { number: 'numer', network: 'sieć', name: 'nazwa', firm: 'firma', language: 'język', tags: 'tagi', owner: 'opiekunowie', account: 'konta', waiting: 'czeka od', lastEvent: 'ostatnie zdarzenie' },
};
const plain: readonly Column[] = ['name', 'firm', 'language', 'tags', 'network', 'account', 'owner', 'waiting', 'lastEvent'];

/** Clients as lines of a file. The trail says who took what before the first line is read. */
export function createClientExport({ db, audit, bridges, clientSearch }: Deps) {
  type Numbered = { bridgeId: string; ghost: string };
  const numbersOf = (clientId: string): { network: string; number: string }[] =>
    db
      .prepare<[string], Numbered>('SELECT bridge_id AS bridgeId, ghost_user_id AS ghost FROM client_identity WHERE client_id = ? ORDER BY 1, 2')
      .all(clientId)
      .flatMap(({ bridgeId, ghost }) => {
        const number = bridges.numberOf(db, bridgeId, ghost);
        return number === null ? [] : [{ network: bridges.find(bridgeId as never)?.network ?? bridgeId, number }];
      });

  function* lines(actor: PersonActor, scope: Scope, query: ClientExport): Generator<readonly string[]> {
    const columns: readonly Column[] = query.numbers ? ['number', ...plain] : plain;
    yield columns.map((column) => headers[query.language ?? 'en'][column]);
    for (const client of clientSearch.all(actor, scope, query)) {
      const cells: Record<Column, string> = {
        number: '', name: client.name, firm: client.firm ?? '', language: client.language ?? '', tags: client.tags.join(', '), network: client.networks.join(', '),
        account: client.accounts.join(', '), owner: client.owners.map(({ name }) => name).join(', '), waiting: moment(client.waitingSince), lastEvent: moment(client.lastEventAt),
      };
      const numbers = query.numbers ? numbersOf(client.clientId) : [];
      if (numbers.length === 0) yield columns.map((column) => cells[column]);
      for (const { number, network } of numbers) yield columns.map((column) => ({ ...cells, number, network })[column]);
    }
  }

  return {
    /** Numbers reach no farther than the right to reveal them: a narrower right narrows the whole file. */
    export(actor: PersonActor, scope: Scope, query: ClientExport): Iterable<readonly string[]> {
      let within = scope;
      if (query.numbers) {
        const reveal = scopeOf('client:reveal', actor.roles);
        if (!reveal) throw new AppError('FORBIDDEN', 'numbers need the permission client:reveal', { field: '/numbers' });
        if (query.reason === undefined) throw new AppError('REASON_REQUIRED', 'numbers are exported for a reason', { field: '/reason' });
        within = narrower(scope, reveal);
      }
      const { reason, language: _, q, ...filter } = query;
      // Not what was searched for: it may be somebody's name or number.
      db.write((tx) => audit.record(tx, { actor, action: 'clients.exported', target: 'clients', reason, detail: { ...filter, searched: q !== undefined, scope: within } }));
      return lines(actor, within, query);
    },
  };
}
export type ClientsExport = ReturnType<typeof createClientExport>;

const reach: Readonly<Record<Scope, number>> = { own: 1, team: 2, all: 3 };
const narrower = (a: Scope, b: Scope): Scope => (reach[a] < reach[b] ? a : b);
const moment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
