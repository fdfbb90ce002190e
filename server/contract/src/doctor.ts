import { Type, type Static } from 'typebox';
import { Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

export const doctorStates = ['ok', 'warning', 'failed', 'skipped'] as const;

/** One named check of the doctor, with what it means and how to mend it. */
export const DoctorCheck = Type.Object(
  {
    name: Type.String(),
    group: Type.String(),
    state: Type.Enum(doctorStates),
    detail: Type.String({ description: 'What was found.' }),
    means: Type.String({ description: 'What it means when the check is not ok.' }),
    mend: Type.String({ description: 'How to mend it.' }),
  },
  strict,
);
export type DoctorCheck = Static<typeof DoctorCheck>;

export const doctorFailures = ['TIMEOUT', 'NOT_STARTED', 'ANSWER_UNREADABLE', 'NOT_CONFIGURED'] as const;

/** The last run of the doctor. */
export const DoctorReport = Type.Object(
  {
    running: Type.Boolean(),
    startedAt: nullable(Timestamp),
    finishedAt: nullable(Timestamp),
    ms: nullable(Type.Integer({ minimum: 0 })),
    failure: nullable(Type.Enum(doctorFailures, { description: 'Why the run itself gave no checks.' })),
    checks: Type.Array(DoctorCheck, { description: 'In the order of their groups. Of the last run that gave any.' }),
    checkedAt: nullable(Type.Integer({ minimum: 0, description: 'When these checks were made; older than `finishedAt` when the last run failed.' })),
  },
  strict,
);
export type DoctorReport = Static<typeof DoctorReport>;

export const RunDoctor = Type.Object({}, strict);
export type RunDoctor = Static<typeof RunDoctor>;
