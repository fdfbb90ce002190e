import { relative } from 'node:path';
import type { Command } from 'commander';
import { compareBox, readPlanInput, renderBox, type FileChange } from '../apply/render-box.ts';
import { planBox } from '../plan/plan-box.ts';
import { diffLines, hideSecrets } from '../plan/text-diff.ts';
import { commandBox, print } from './box-option.ts';

export function addRenderCommand(program: Command): void {
  program
    .command('render')
    .description('turn holdfast.yaml into the configuration of every part')
    .option('--diff', 'show what would change, and change nothing; exit code 1 if anything would')
    .action(async ({ diff }: { diff?: boolean }, command: Command) => {
      const box = commandBox(command);
      if (!diff) {
        const { plan, changes } = await renderBox(box);
        for (const { path, before, after } of changes) print(`${after === undefined ? 'removed' : before === undefined ? 'wrote' : 'changed'}  ${relative(box.directory, path)}`);
        if (changes.length === 0) print('nothing to change');
        for (const { id, missing } of plan.bridges) for (const what of missing) print(`bridge ${id} cannot start yet; missing: ${what}`);
        return;
      }
      const input = await readPlanInput(box);
      const changes = compareBox(box, planBox(input));
      for (const change of changes) showChange(change, relative(box.directory, change.path), input.secrets);
      if (changes.length === 0) print('nothing to change');
      else process.exitCode = 1;
    });
}

/** A diff is copied into tickets: it never shows a secret. */
function showChange({ before, after }: FileChange, name: string, secrets: ReadonlyMap<string, string>): void {
  print(`--- ${before === undefined ? '(not there)' : name}`);
  print(`+++ ${after === undefined ? '(removed)' : name}`);
  for (const line of diffLines(before ?? '', after ?? '')) print(hideSecrets(line, secrets.values()));
}
