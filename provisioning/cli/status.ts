import type { Command } from 'commander';
import { supervisorOf } from '../apply/supervisor.ts';
import { readPlanInput } from '../apply/render-box.ts';
import { answersOk } from '../apply/poll.ts';
import { planBox } from '../plan/plan-box.ts';
import { commandBox, print } from './box-option.ts';

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('say which parts run and answer; exit code 1 if one does not')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const box = commandBox(command);
      const plan = planBox(await readPlanInput(box));
      const states = new Map((await supervisorOf(box).states()).map((part) => [part.name, part]));
      const parts = await Promise.all(plan.processes.map(async ({ name, healthUrl }) => {
        const state = states.get(name);
        const answers = healthUrl === null ? null : await answersOk(healthUrl);
        return { name, state: state?.state ?? 'STOPPED', answers, detail: state?.detail ?? '' };
      }));
      const absent = plan.bridges.filter(({ missing }) => missing.length > 0).map(({ id, missing }) => ({ name: `bridge-${id}`, missing }));
      if (json) print(JSON.stringify({ box: box.directory, parts, absent }, null, 2));
      else {
        for (const { name, state, answers, detail } of parts) print(`${name.padEnd(18)} ${state.padEnd(9)} ${answersText(answers).padEnd(15)} ${detail}`.trimEnd());
        for (const { name, missing } of absent) print(`${name.padEnd(18)} ABSENT    ${missing.join('; ')}`);
      }
      if (parts.some(({ state, answers }) => state !== 'RUNNING' || answers === false)) process.exitCode = 1;
    });
}

const answersText = (answers: boolean | null) => (answers === null ? '' : answers ? 'answers' : 'does not answer');
