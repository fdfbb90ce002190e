/**
 * The doctor: named checks in groups, each with what it means and how to mend it. The command line prints them, the
 * reference is generated from them. It only looks; it never mends.
 */
import { boxChecks } from './box-checks.ts';
import { desktopChecks } from './desktop-checks.ts';
import { machineChecks } from './machine-checks.ts';
import { runningChecks } from './running-checks.ts';

export { checkGroups, type Check, type CheckContext, type CheckGroup, type CheckResult } from './check.ts';
export { exitCodeOf, runChecks } from './run-checks.ts';
export const allChecks = [...boxChecks, ...machineChecks, ...runningChecks, ...desktopChecks];
