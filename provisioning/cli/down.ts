import type { Command } from 'commander';
import { endBoxProcesses } from '../apply/box-processes.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { commandBox, print } from './box-option.ts';

export function addDownCommand(program: Command): void {
  program
    .command('down')
    .description('stop every part and the supervisor, and make sure that nothing is left')
    .action(async (_options: unknown, command: Command) => {
      const box = commandBox(command);
      await supervisorOf(box).shutdown();
      for (const { pid, command: line } of await endBoxProcesses(box)) print(`ended ${line} (${pid}), which no supervisor held`);
      print(`nothing of ${box.directory} is running`);
    });
}
