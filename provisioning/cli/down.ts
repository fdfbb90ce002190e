import type { Command } from 'commander';
import { findBoxProcesses } from '../apply/box-processes.ts';
import { OperatorError } from '../apply/operator-error.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { commandBox, print } from './box-option.ts';

export function addDownCommand(program: Command): void {
  program
    .command('down')
    .description('stop every part and the supervisor, and make sure that nothing is left')
    .action(async (_options: unknown, command: Command) => {
      const box = commandBox(command);
      await supervisorOf(box).shutdown();
      const left = findBoxProcesses(box);
      if (left.length > 0) {
        throw new OperatorError(`still running: ${left.map(({ pid, command: line }) => `${pid} (${line})`).join(', ')}`, 'They were not started by this box\'s supervisor, or do not end. Look at them and end them by hand.');
      }
      print(`nothing of ${box.directory} is running`);
    });
}
