import { createAuditTrail } from '../../src/audit/index.ts';
import { createClientImports } from '../../src/client-imports/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { knownBridges } from '../../src/directory/index.ts';
import { createJobs } from '../../src/jobs/index.ts';
import { createNews, silentLog, systemClock } from '../../src/kernel/index.ts';

export const importBridges = knownBridges([
  { id: 'loopback', network: 'Loopback', botUserId: '@loopbackbot:box.test', ghostUserIdPattern: '^@loopback_(.+):box\\.test$', provisioningSecretFile: 'x' },
  { id: 'telegram', network: 'Telegram', botUserId: '@telegrambot:box.test', ghostUserIdPattern: '^@telegram_(.+):box\\.test$', provisioningSecretFile: 'x' },
]);

/** Imports on a record, with a linked company number (+48123) that shows that its network knows people by number. */
export function importWorld(db: Db = openDb(':memory:')) {
  const clock = systemClock;
  const audit = createAuditTrail({ clock });
  const news = createNews();
  const jobs = createJobs({ db, clock, log: silentLog });
  const told: string[] = [];
  const assigned: string[] = [];
  news.subscribe((event) => void told.push(event.kind));
  const imports = createClientImports({
    db, clock, audit, news, jobs, log: silentLog, bridges: importBridges, yieldToTraffic: async () => {},
    assign: (tx, roomId, owner) => {
      assigned.push(`${roomId} ${owner}`);
      tx.prepare('UPDATE ownership SET owner_user_id = ? WHERE room_id = ?').run(owner, roomId);
    },
  });
  const insert = (sql: string, ...values: unknown[]) => db.write((tx) => void tx.prepare(sql).run(...values));
  return {
    db, audit, jobs, imports, told, assigned, insert,
    account: (slug: string, number: string, bridge = 'loopback', login = number) =>
      insert(
        `INSERT INTO account (id, bridge_id, slug, label, number, service_user_id, login_id, state, state_since, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'connected', 1, 1)`,
        `acct_${slug.padEnd(16, '0')}`, bridge, slug, slug, `+${number}`, `@acct_${bridge}_${slug}:box.test`, login,
      ),
    person: (name: string, { roles = ['employee'], state = 'active' } = {}) =>
      insert('INSERT INTO person (id, user_id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1)', `pers_${name.padEnd(16, '0')}`, `@${name}:box.test`, name, name, JSON.stringify(roles), '[]', state),
    clients: () =>
      db.prepare<[], Record<string, unknown>>(
        `SELECT c.name, c.firm, c.language, c.tags, w.owner_user_id AS owner, group_concat(i.ghost_user_id) AS ghosts FROM client c
         LEFT JOIN client_identity i ON i.client_id = c.id LEFT JOIN client_wish w ON w.client_id = c.id GROUP BY c.id ORDER BY c.name`,
      ).all(),
  };
}
export type ImportWorld = ReturnType<typeof importWorld>;
