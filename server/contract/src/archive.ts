import { Type, type Static } from 'typebox';
import { AccountId, EventId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** Why the archive signs no head any more: what lies on the disk and what the record knows do not belong together. */
export const archiveFreezes = ['FOLDER_MISSING', 'FOLDER_BEHIND', 'RECORD_BEHIND', 'DIFFERENT', 'WITNESS_AHEAD'] as const;

/** The result of the box’s own look at every byte of its archive that can be judged without a key. */
export const ArchiveVerification = Type.Object(
  {
    at: Timestamp,
    tookMs: count('How long it took.'),
    records: count('Records of the head that was verified.'),
    goodUpTo: count('Records before this one are as they were written.'),
    faults: count('0: everything is as it was written.'),
    firstCode: nullable(Type.String({ description: 'docs/spec/archive.md §10.' })),
    firstIndex: nullable(Type.Integer()),
    firstPath: nullable(Type.String()),
  },
  strict,
);
export type ArchiveVerification = Static<typeof ArchiveVerification>;

export const ArchiveStatus = Type.Object(
  {
    origin: Type.String({ description: 'Name of this archive.' }),
    logKey: Type.String({ description: 'What heads are verified with; key holders get it once, from a person.' }),
    state: Type.Enum(['sealing', 'no-policy', 'frozen'], { description: '`no-policy`: nothing is recorded until key holders are named; messages wait in the homeserver. `frozen`: records are sealed and kept, no head is signed.' }),
    frozen: nullable(Type.Object({ code: Type.Enum(archiveFreezes), since: Timestamp }, strict)),
    policy: nullable(
      Type.Object(
        {
          sequence: count('1 is the first.'),
          takenAt: Timestamp,
          threshold: count('How many holders must come together to open anything.'),
          holders: Type.Array(Type.String()),
          postQuantum: Type.Boolean(),
          quorum: count('How many witnesses must sign a head.'),
          genesis: Type.String({ description: 'SHA-256 of the first policy, hexadecimal: what key holders compare.' }),
        },
        strict,
      ),
    ),
    records: count('Sealed since the archive began.'),
    head: nullable(Type.Object({ size: count('Records under the last signed head.'), signedAt: Timestamp }, strict)),
    waiting: Type.Object(
      {
        records: count('Sealed, and not under a signed head yet.'),
        facts: count('Acts of the box that are still to be sealed.'),
        earlierBodies: count('Messages of an earlier release that are still readable in the record.'),
        files: count('Files of messages that are still to be kept.'),
        filesFailing: count('Of these, files that could not be had several times.'),
        oldestFileAt: nullable(Timestamp),
      },
      strict,
    ),
    keyslots: Type.Object({ ready: count('Made ahead of need.'), emptySince: nullable(Timestamp) }, strict),
    witnesses: Type.Array(Type.Object({ name: Type.String(), size: count('Of the last head it signed.'), cosignedAt: nullable(Timestamp), failingSince: nullable(Timestamp), failure: nullable(Type.String()) }, strict)),
    verification: nullable(ArchiveVerification),
    verifying: Type.Boolean(),
  },
  strict,
);
export type ArchiveStatus = Static<typeof ArchiveStatus>;

/** A time in which something may be missing. */
export const ArchiveGap = Type.Object(
  {
    gapId: Type.Integer({ minimum: 1 }),
    part: Type.Enum(['account', 'bridge', 'homeserver', 'box']),
    target: Type.String({ description: 'Id of the account or bridge.' }),
    cause: Type.String({ description: 'Code.' }),
    from: Timestamp,
    to: nullable(Timestamp),
    clients: count('Clients whose conversations run over it.'),
    late: count('Events of that time that were captured afterwards.'),
  },
  strict,
);
export type ArchiveGap = Static<typeof ArchiveGap>;
export const ArchiveGapQuery = Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }, strict);
export type ArchiveGapQuery = Static<typeof ArchiveGapQuery>;
export const ArchiveGapList = Type.Object({ gaps: Type.Array(ArchiveGap) }, strict);
export type ArchiveGapList = Static<typeof ArchiveGapList>;

/** The certificate of one day (UTC) and account: three parts of the box have the same messages, or what differs is named. */
export const ArchiveCoverage = Type.Object(
  {
    day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    accountId: AccountId,
    accountLabel: nullable(Type.String()),
    bridge: nullable(count('Null: its database cannot be read.')),
    homeserver: count('Messages the homeserver has.'),
    archive: count('Messages the archive has.'),
    differences: Type.Array(Type.Object({ eventId: EventId, missing: Type.Enum(['bridge', 'homeserver', 'archive']) }, strict)),
    at: Timestamp,
  },
  strict,
);
export type ArchiveCoverage = Static<typeof ArchiveCoverage>;
export const ArchiveCoverageQuery = Type.Object({ before: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Days before this one.' })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 400, default: 100, description: 'About so many certificates; a day is never cut.' })) }, strict);
export type ArchiveCoverageQuery = Static<typeof ArchiveCoverageQuery>;
export const ArchiveCoverageList = Type.Object({ coverage: Type.Array(ArchiveCoverage), next: nullable(Type.String({ description: 'Pass it as `before` for earlier days; null when these were the first.' })) }, strict);
export type ArchiveCoverageList = Static<typeof ArchiveCoverageList>;

export const VerifyArchive = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, strict);
export type VerifyArchive = Static<typeof VerifyArchive>;
