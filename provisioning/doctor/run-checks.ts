import { checkGroups, failed, type Check, type CheckContext, type CheckResult } from './check.ts';

/** Runs every check and returns the results by group. A check that breaks has failed; it never hides the others. */
export async function runChecks(checks: readonly Check[], context: CheckContext): Promise<CheckResult[]> {
  const results = await Promise.all(checks.map(async (check): Promise<CheckResult> => {
    const { name, group, means, mend } = check;
    try {
      return { name, group, means, mend, ...(await check.run(context)) };
    } catch (error) {
      return { name, group, means, mend, ...failed(error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)) };
    }
  }));
  return checkGroups.flatMap((group) => results.filter((result) => result.group === group));
}

/** Exit code of a run: 1 as soon as one check failed. Warnings and skips are for people. */
export const exitCodeOf = (results: readonly CheckResult[]) => (results.some(({ state }) => state === 'failed') ? 1 : 0);
