import type { Command } from 'commander';
import { installBridge } from '../apply/install-bridge.ts';
import { readPlanInput, renderBox } from '../apply/render-box.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { planBox } from '../plan/plan-box.ts';
import { commandBox, print } from './box-option.ts';
import { startBox } from './up.ts';

export function addBridgesCommand(program: Command): void {
  const bridges = program.command('bridges').description('the messengers of the box');

  bridges
    .command('list')
    .description('every bridge that is known, and what it needs before it can start')
    .action(async (_options: unknown, command: Command) => {
      const box = commandBox(command);
      const plan = planBox(await readPlanInput(box));
      for (const [id, { definition }] of box.knownBridges) {
        const planned = plan.bridges.find((bridge) => bridge.id === id);
        const state = planned === undefined ? (definition.trial_only && !box.config.trial ? 'only for a trial box' : 'not part of this box') : planned.missing.length === 0 ? `ready, port ${planned.port}` : 'incomplete';
        print(`${id.padEnd(12)} ${definition.network.padEnd(12)} ${definition.version.padEnd(12)} ${state}`);
        for (const what of planned?.missing ?? []) print(`${' '.repeat(13)}missing: ${what}`);
      }
    });

  bridges
    .command('install')
    .description('take an official release binary into the box, after checking that it is the one you mean')
    .argument('<name>', 'id of the bridge, for instance telegram')
    .requiredOption('--from <file>', 'the downloaded binary')
    .requiredOption('--sha256 <hash>', 'its SHA-256 as the makers publish it')
    .action(async (name: string, { from, sha256 }: { from: string; sha256: string }, command: Command) => {
      const box = commandBox(command);
      const { path, version } = await installBridge(box, name, { from, sha256 });
      print(`installed ${path}${version ? ` (${version})` : ''}`);
      const supervisor = supervisorOf(box);
      const part = `bridge-${name}`;
      const isUp = supervisor.pid() !== undefined;
      // An older release that runs is stopped first; starting the box then starts the new one.
      if ((await supervisor.states()).some((state) => state.name === part)) await supervisor.stop(part);
      const plan = isUp ? await startBox(box) : (await renderBox(box)).plan;
      const missing = plan.bridges.find(({ id }) => id === name)?.missing;
      if (missing === undefined) print(`${name} is not part of this box; add it to \`bridges\` in holdfast.yaml`);
      for (const what of missing ?? []) print(`cannot start yet; missing: ${what}`);
      if (isUp && missing?.length === 0) print(`${part} runs`);
    });
}
