import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { OperatorError } from '../apply/operator-error.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { partLog, partOutput } from '../plan/supervisor.ts';
import { commandBox } from './box-option.ts';

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .argument('[part]', 'control-plane, homeserver, bridge-<id> or supervisord; all of them by default')
    .option('-f, --follow', 'go on showing what is added')
    .option('-n, --lines <count>', 'how many lines of each file', '40')
    .description('show the ends of the log files')
    .action(async (part: string | undefined, { follow, lines }: { follow?: boolean; lines: string }, command: Command) => {
      const box = commandBox(command);
      const known = ['control-plane', 'homeserver', ...boxBridges(box).map(({ id }) => `bridge-${id}`), 'supervisord'];
      if (part !== undefined && !known.includes(part)) throw new OperatorError(`there is no part called ${part}`, `Parts: ${known.join(', ')}`);
      if (!/^\d+$/.test(lines)) throw new OperatorError(`${lines} is no number of lines`, 'For instance: --lines 100');
      const { log } = box.layout;
      const files = [...new Set((part === undefined ? known : [part]).flatMap((name) => [partLog(log, name), partOutput(log, name)]))].filter((file) => existsSync(file));
      if (files.length === 0) throw new OperatorError('nothing was logged yet', 'Start the box with `holdfast up`.');
      const tail = spawn('tail', ['-n', lines, ...(follow ? ['-F'] : []), ...files], { stdio: ['ignore', 'inherit', 'inherit'] });
      await once(tail, 'close');
    });
}
