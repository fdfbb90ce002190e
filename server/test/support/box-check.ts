import { expect } from 'vitest';
import type { Phone, PhoneEntry } from './phone.ts';
import { clientTexts, compareRecords, doubled, keptTexts, misordered, passedWithoutRow, sentMessages, undecided, type SentRow } from './record-of.ts';
import { until } from './until.ts';

type Box = { homeserverDb: string; recordDb: string; phones: readonly Phone[]; companyNumbers: ReadonlySet<string> };

/** What must never happen, looked for in what the homeserver, the journal and the phones have (DESIGN.md §7). */
export function createBoxCheck({ homeserverDb, recordDb, phones, companyNumbers }: Box) {
  const nothingUnderWay = (): Promise<true> =>
    until('everything sent is settled', () => sentMessages(recordDb).every(({ state }) => state !== 'waiting' && state !== 'sending'), { timeoutMs: 150_000, everyMs: 200 });

  /** The box goes on writing while one looks (answers, states), so the comparison that counts is one that came out even. */
  async function recorded() {
    let last = compareRecords(homeserverDb, recordDb);
    await until('journal and homeserver are even', () => {
      last = compareRecords(homeserverDb, recordDb);
      return last.missing.length + last.extra.length + last.disorder.length === 0;
    }, { timeoutMs: 20_000, everyMs: 200 }).catch(() => undefined);
    return last;
  }

  /** With `settled`, nothing may be under way any more, and each word of a client to the company is in the journal. */
  async function check({ settled = false }: { settled?: boolean } = {}): Promise<void> {
    if (settled) await nothingUnderWay();
    expect(await recorded()).toEqual({ missing: [], extra: [], disorder: [] });
    expect(undecided(recordDb), 'recorded and never decided').toEqual([]);
    expect(passedWithoutRow(recordDb), 'passed and then nowhere').toEqual([]);

    const outbox = sentMessages(recordDb);
    const kept = keptTexts(recordDb);
    const askedAbout = new Set(outbox.filter((row) => row.confirmedBy !== null).map((row) => row.body));
    const arrived: string[] = [];
    const written: string[] = [];
    for (const phone of phones) {
      const entries = await phone.entries();
      expect(doubled(entries).filter((text) => !askedAbout.has(text)), `twice on the phone ${phone.number}`).toEqual([]);
      expect(misordered(outbox, entries), `out of order on the phone ${phone.number}`).toEqual([]);
      const shown = entries.map((entry) => entry.content?.text ?? '');
      expect(kept.filter((text) => shown.includes(text)), `kept inside, and on the phone ${phone.number}`).toEqual([]);
      arrived.push(...textsOf(entries, 'bridge', false));
      if (!companyNumbers.has(phone.number)) written.push(...textsOf(entries, 'phone', true));
    }
    for (const row of outbox) compareWithPhones(row, arrived);
    if (settled) await everyClientWord(written);
  }

  /** What the network took while the homeserver was away may still be on its way from the bridge. */
  async function everyClientWord(written: readonly string[]): Promise<void> {
    const missing = () => {
      const recorded = new Set(clientTexts(recordDb));
      return written.filter((text) => text !== '' && !recorded.has(text)); // a picture without words has none to look for
    };
    await until('every word of the clients is recorded', () => missing().length === 0, { timeoutMs: 60_000, everyMs: 200 }).catch(() => undefined);
    expect(missing(), 'words of clients that nobody saw').toEqual([]);
  }
  return { check, nothingUnderWay };
}

function textsOf(entries: readonly PhoneEntry[], origin: PhoneEntry['origin'], own: boolean): string[] {
  return entries.filter((entry) => entry.kind === 'message' && entry.origin === origin && entry.own === own).map((entry) => entry.content?.text ?? '');
}

function compareWithPhones(row: SentRow, arrived: readonly string[]): void {
  if (row.kind !== 'message' || row.body === null) return;
  if (row.state === 'delivered') expect(arrived, `${row.eventId} is called delivered`).toContain(row.body);
  // Asked about: somebody may have sent it, or dropped what in truth had gone.
  const mayHaveArrived = row.confirmedBy !== null || ['delivered', 'uncertain', 'sending'].includes(row.state) || (row.state === 'discarded' && row.attempts > 0);
  if (!mayHaveArrived) expect(arrived, `${row.eventId} is ${row.state}`).not.toContain(row.body);
}
