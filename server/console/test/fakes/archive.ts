import type { ArchiveCoverage, ArchiveCoverageList, ArchiveGap, ArchiveGapList, ArchiveStatus, ArchiveVerification } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf } from './who.ts';

const minute = 60_000;
const dayMs = 86_400_000;
const sum = 'c0ffee5eaf00d'.repeat(5).slice(0, 64);

/** An archive in order, with one witness away. Empty: nobody holds keys yet. Crowded: frozen, damaged, and behind. A reason of one letter is refused; the second look finds a fault; one whose reason says 'slow' goes on until the page has asked for it twice. */
export function archiveHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const [none, bad] = [scene === 'empty', scene === 'crowded'];
  const good: ArchiveVerification = { at: now - 7 * 60 * minute, tookMs: 41_300, records: 1_203_800, goodUpTo: 1_203_800, faults: 0, firstCode: null, firstIndex: null, firstPath: null };
  const faulty: ArchiveVerification = { at: now - 2 * minute, tookMs: 39_100, records: 1_203_800, goodUpTo: 881_203, faults: 3, firstCode: 'BODY_ALTERED', firstIndex: 881_203, firstPath: 'pack/x003/442' };
  let looks = 0;
  let slow: { asked: number; end: () => void } | null = null;
  let verification: ArchiveVerification | null = none ? null : bad ? faulty : good;
  const status = (): ArchiveStatus => ({
    origin: 'box.example.com/archive', logKey: 'box.example.com/archive+9f2c11aa+AQg7Yk3vN0xT5r8Qm2JcWlUe4oZbD1sHfKpGi6yRtXvE', state: none ? 'no-policy' : bad ? 'frozen' : 'sealing',
    frozen: bad ? { code: 'RECORD_BEHIND', since: now - 35 * minute } : null,
    policy: none ? null : { sequence: 2, takenAt: now - 90 * dayMs, threshold: bad ? 2 : 1, holders: ['Kancelaria Nowak', 'Оксана Ткаченко', 'Compliance safe, 2nd floor'], postQuantum: bad, quorum: 1, genesis: sum },
    records: none ? 0 : 1_204_331, head: none ? null : { size: bad ? 1_203_800 : 1_204_331, signedAt: now - (bad ? 36 : 0.3) * minute },
    waiting: bad ? { records: 531, facts: 12, earlierBodies: 4_100, files: 9, filesFailing: 2, oldestFileAt: now - 190 * minute } : { records: 0, facts: 0, earlierBodies: 0, files: none ? 0 : 1, filesFailing: 0, oldestFileAt: none ? null : now - minute },
    keyslots: { ready: none ? 0 : 64, emptySince: bad ? now - 4 * minute : null },
    witnesses: none ? [] : [
      { name: 'witness.kancelaria-nowak.pl', size: 1_204_331, cosignedAt: now - minute, failingSince: null, failure: null },
      { name: 'second-site.example.com', size: 1_190_004, cosignedAt: now - 26 * 60 * minute, failingSince: now - 25 * 60 * minute, failure: 'ECONNREFUSED' },
      ...(bad ? [{ name: 'new-witness', size: 0, cosignedAt: null, failingSince: null, failure: null }] : []),
    ],
    verification, verifying: slow !== null,
  });
  const gaps = Array.from({ length: none ? 0 : bad ? 600 : 9 }, (_, n): ArchiveGap => {
    const part = (['account', 'bridge', 'homeserver', 'box'] as const)[n % 4]!;
    const from = now - n * 3 * dayMs - 95 * minute;
    return {
      gapId: 600 - n, part, target: part === 'account' ? accountsOf()[n % 4]!.accountId : part === 'bridge' ? 'whatsapp' : part,
      cause: part === 'account' ? (['bad-credentials', 'transient-disconnect'] as const)[(n / 4) % 2 | 0]! : part === 'box' ? 'not-running' : 'no-answer', from, to: n === 0 ? null : from + (n + 1) * 7 * minute, clients: n % 4 === 3 ? 512 : 41 + n, late: n % 3 === 1 ? 12 : 0,
    };
  });
  const coverage = Array.from({ length: none ? 0 : bad ? 1_600 : 48 }, (_, n): ArchiveCoverage => {
    const { accountId, label } = accountsOf()[n % 4]!;
    const [archive, differs, isUnread] = [180 - ((n * 13) % 170), n % 9 === 4, n % 4 === 3];
    return {
      day: new Date(now - (1 + Math.floor(n / 4)) * dayMs).toISOString().slice(0, 10), accountId, accountLabel: label, bridge: isUnread ? null : archive + (differs ? 1 : 0), homeserver: archive + (differs ? 1 : 0), archive,
      differences: differs ? [{ eventId: `$9Vx${n}lost-on-the-way:box.test` as never, missing: 'archive' }, { eventId: `$7Qa${n}never-came:box.test` as never, missing: 'bridge' }] : [], at: now - (Math.floor(n / 4) * dayMs + 8 * 60 * minute),
    };
  });
  return {
    'GET /archive'() {
      const answer = status();
      if (slow && (slow.asked += 1) >= 2) slow.end();
      return answer;
    },
    'GET /archive/gaps'({ query }): ArchiveGapList {
      const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
      return { gaps: gaps.filter(({ gapId }) => gapId < before).slice(0, Number(query.get('limit') ?? 50)) };
    },
    'GET /archive/coverage'({ query }): ArchiveCoverageList {
      const older = coverage.filter(({ day }) => query.get('before') === null || day < query.get('before')!);
      const rows = older.slice(0, Number(query.get('limit') ?? 100)); // four accounts: a page ends with a day
      return { coverage: rows, next: rows.length < older.length ? rows.at(-1)!.day : null };
    },
    async 'POST /archive/verify'({ body }): Promise<ArchiveVerification> {
      const { reason } = body as { reason: string };
      if (reason.length < 3) throw new FakeRefusal(400, 'BAD_REQUEST', '/reason');
      if (reason.includes('slow')) await new Promise<void>((resolve) => (slow = { asked: 0, end: resolve }));
      slow = null;
      looks += 1;
      return (verification = looks % 2 === 1 ? { ...good, at: Date.now() } : { ...faulty, at: Date.now() });
    },
  };
}
