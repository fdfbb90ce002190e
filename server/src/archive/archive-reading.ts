import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { AccountId, ArchiveCoverageList, ArchiveCoverageQuery, ArchiveGapList, ArchiveGapQuery, ArchiveStatus, ArchiveVerification, VerifyArchive } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type PersonActor, type Secret } from '../kernel/index.ts';
import type { Archive } from './archive.ts';
import { listCoverage } from './coverage.ts';
import { listGaps } from './gaps.ts';

type Deps = { db: Db; archive: Archive; audit: AuditTrail; readerToken: Secret; labelOf: (accountId: AccountId) => string | null };
export type ArchiveReading = ReturnType<typeof createArchiveReading>;

/** Names that files of the archive have (docs/spec/archive.md §1), and nothing else in its folder. */
const filePath = /^(?:checkpoint|cp\/\d{1,16}|(?:tile\/(?:entries|\d{1,2})|pack)\/(?:x\d{3}\/){0,4}\d{3}(?:\.p\/\d{1,3})?|keys\/[0-9a-f]{32}\.age|media\/[0-9a-f]{64}\.age)$/;

/** What the archive shows: its state to people of the box, its files to the tools of key holders. Neither shows what is in them. */
export function createArchiveReading({ db, archive, audit, readerToken, labelOf }: Deps) {
  return {
    status: (): ArchiveStatus => archive.status(),
    gaps: ({ before, limit = 50 }: ArchiveGapQuery): ArchiveGapList => ({ gaps: listGaps(db, { before, limit }).map(({ id, ...gap }) => ({ gapId: id, ...gap })) }),
    coverage({ before, limit = 100 }: ArchiveCoverageQuery): ArchiveCoverageList {
      const { rows, next } = listCoverage(db, { before, limit });
      return { coverage: rows.map((one) => ({ ...one, accountLabel: labelOf(one.accountId), differences: [...one.differences] })), next };
    },
    /** Looks the archive over now; answers when that is done. */
    async verify(actor: PersonActor, { reason }: VerifyArchive): Promise<ArchiveVerification> {
      db.write((tx) => audit.record(tx, { actor, action: 'archive.verified', target: archive.origin, reason }));
      return archive.verify();
    },
    isReader: (token: string): boolean => readerToken.equals(token),
    /** Undefined when the archive has no such file. */
    async file(path: string): Promise<{ size: number; stream: () => Readable } | undefined> {
      if (!filePath.test(path)) return undefined;
      const full = join(archive.directory, path);
      const found = await stat(full).catch(() => undefined);
      return found?.isFile() === true ? { size: found.size, stream: () => createReadStream(full) } : undefined;
    },
    /** Looks of a key holder, signed by them. */
    async takeAccess(note: string): Promise<void> {
      const refused = await archive.takeAccess(note);
      if (refused !== null) throw new AppError('ARCHIVE_ACCESS_REFUSED', `what was handed in was not taken: ${refused}`);
    },
  };
}
