import { LeafType, ready, verifyArchive } from '@holdfast/archive-format';
import type { ArchiveStatus } from '@holdfast/contract';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { folderReader } from './archive-rig.ts';
import { openArchiveFolder, type TestKeyHolder } from './key-holder.ts';
import { until } from './until.ts';

type Box = { homeserverDb: string; recordDb: string; directory: string; keyHolder: TestKeyHolder; status: () => Promise<ArchiveStatus> };

/**
 * What a key holder would find: the archive verifies, every event of the journal is in it once, word for word as the
 * homeserver has it, and so is every act of the trail. The box writes on meanwhile, so what is looked for was there before.
 */
export function createArchiveCheck({ homeserverDb, recordDb, directory, keyHolder, status }: Box) {
  const ask = <Row>(path: string, sql: string): Row[] => {
    const sqlite = new Database(path, { readonly: true });
    try {
      return sqlite.prepare<[], Row>(sql).all();
    } finally {
      sqlite.close();
    }
  };

  return async function check(): Promise<void> {
    await ready();
    const events = ask<{ id: string }>(recordDb, 'SELECT event_id AS id FROM journal_event ORDER BY seq').map(({ id }) => id);
    const acts = ask<{ seq: number }>(recordDb, 'SELECT seq FROM audit_entry ORDER BY seq').map(({ seq }) => seq);
    const files = ask<{ n: number }>(recordDb, "SELECT count(*) AS n FROM archive_fetch WHERE attempts = 0")[0]?.n ?? 0;
    const mark = ask<{ seq: number | null }>(recordDb, 'SELECT max(seq) AS seq FROM archive_fact')[0]?.seq ?? 0;
    const before = (await status()).records;
    await until('what was recorded is under a signed head', async () => {
      const { head, state } = await status();
      expect(state).toBe('sealing');
      const factsLeft = ask<{ n: number }>(recordDb, `SELECT count(*) AS n FROM archive_fact WHERE seq <= ${mark ?? 0}`)[0]?.n ?? 0;
      return (head?.size ?? 0) >= before && factsLeft === 0;
    }, { timeoutMs: 60_000, everyMs: 200 });
    const sealed = (await status()).records; // the facts among them
    const now = await until('they are too', async () => {
      const found = await status();
      return (found.head?.size ?? 0) >= sealed && (files === 0 || found.waiting.files === 0) ? found : undefined;
    }, { timeoutMs: 60_000, everyMs: 200 });

    const { faults } = await verifyArchive(folderReader(directory), { vkey: now.logKey, genesis: now.policy?.genesis ?? null });
    expect(faults, 'the archive is as it was written').toEqual([]);
    const payloads = (await openArchiveFolder(directory, keyHolder)).flatMap(({ leaf, payload }) => (payload ? [{ type: leaf.type, payload }] : []));
    const inArchive = payloads.filter(({ type }) => type === LeafType.event).map(({ payload }) => payload as { eventId: string; event: unknown });
    const ids = inArchive.map(({ eventId }) => eventId);
    expect(ids.length, 'no event is there twice').toBe(new Set(ids).size);
    expect(ids.slice(0, events.length), 'the archive has what the journal has, in its order').toEqual(events);
    const words = new Map(ask<{ id: string; json: string }>(homeserverDb, 'SELECT event_id AS id, json FROM event_json').map(({ id, json }) => [id, json]));
    for (const { eventId, event } of inArchive) if (words.has(eventId)) expect(event, eventId).toEqual(JSON.parse(words.get(eventId) ?? ''));
    const actsInArchive = payloads.flatMap(({ payload }) => (payload['k'] === 'audit' ? [payload['seq'] as number] : []));
    expect(actsInArchive.slice(0, acts.length), 'and every act of the trail').toEqual(acts);
  };
}
