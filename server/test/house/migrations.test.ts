import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadMigrations, openDb } from '../../src/db/index.ts';

const migrations = loadMigrations();

test('migrations are numbered from 1 without a gap, one number each, and nothing else lies beside them', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  const files = readdirSync(new URL('../../src/db/migrations/', import.meta.url)).sort();
  expect(files).toEqual(migrations.map(({ name }) => name));
});

test.each(migrations)('$name says which binary still works with it', ({ sql }) => {
  expect(sql).toMatch(/^-- Oldest binary that still works with this schema: \S/);
});

test.each(migrations)('$name only adds: an older binary goes on working', ({ sql }) => {
  const statements = sql.replaceAll(/--.*$/gm, '');
  expect(statements).not.toMatch(/\bDROP\s+(TABLE|COLUMN)\b|\bRENAME\b|\bDELETE\s+FROM\b|\bPRAGMA\b|\bBEGIN\s+(IMMEDIATE|TRANSACTION|EXCLUSIVE)|\bCOMMIT\b/i);
});

test.each(migrations)('every table of $name is strict', ({ sql }) => {
  const tables = sql.replaceAll(/--.*$/gm, '').match(/CREATE TABLE[^;]*;/gi) ?? [];
  for (const table of tables) expect(table).toMatch(/\)\s*(WITHOUT ROWID,\s*)?STRICT(,\s*WITHOUT ROWID)?\s*;$/i);
});

/** Refreshed with `npm run reference` whenever a migration is added, so that a review sees what the schema became. */
test('the schema after all migrations is the one written down', async () => {
  const rows = openDb(':memory:')
    .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC, tbl_name, type, name")
    .all();
  const snapshot = `-- Generated from migrations/ by \`npm run reference\`; not a migration.\n\n${rows.map(({ sql }) => `${sql};`).join('\n\n')}\n`;
  await expect(snapshot).toMatchFileSnapshot('../../src/db/schema.snapshot.sql');
});
