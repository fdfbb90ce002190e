import type { Command } from 'commander';
import { readPlanInput } from '../apply/render-box.ts';
import { allChecks, exitCodeOf, runChecks, type CheckResult } from '../doctor/index.ts';
import { planBox } from '../plan/plan-box.ts';
import { commandBox, print } from './box-option.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look the box over; exit code 1 if a check failed')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const box = commandBox(command);
      const results = await runChecks(allChecks, { box, plan: planBox(await readPlanInput(box)) });
      if (json) print(JSON.stringify({ box: box.directory, checks: results }, null, 2));
      else showResults(results);
      process.exitCode = exitCodeOf(results);
    });
}

const marks = { ok: '✔', warning: '!', failed: '✘', skipped: '–' } as const;

function showResults(results: readonly CheckResult[]): void {
  let group = '';
  for (const result of results) {
    if (result.group !== group) print(`${group === '' ? '' : '\n'}${(group = result.group)}`);
    print(`  ${marks[result.state]} ${result.name}: ${result.detail}`);
    if (result.state !== 'warning' && result.state !== 'failed') continue;
    print(`      means: ${result.means}`);
    print(`      mend:  ${result.mend}`);
  }
  const count = (state: CheckResult['state']) => results.filter((result) => result.state === state).length;
  print(`\n${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed, ${count('skipped')} skipped`);
}
