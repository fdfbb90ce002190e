import { watch } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { openBox } from '../apply/open-box.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { partLog } from '../plan/supervisor.ts';
import { boxDirectory, print } from './box-option.ts';
import { bringUp } from './up.ts';

const SETTLE_MS = 300;

export function addDevCommand(program: Command): void {
  program
    .command('dev')
    .description('a trial box that runs, its log on the screen, and a control plane that starts anew when its source changes')
    .action(async (_options: unknown, command: Command) => {
      await bringUp(boxDirectory(command), { trial: true });
      const box = openBox(boxDirectory(command));
      const supervisor = supervisorOf(box);
      let timer: NodeJS.Timeout | undefined;
      const restart = () => {
        print('— source changed, the control plane starts anew');
        void supervisor.restart('control-plane');
      };
      for (const folder of ['server/src', 'server/contract/src']) {
        watch(join(box.checkout, folder), { recursive: true }, (_event, file) => {
          if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
          clearTimeout(timer);
          timer = setTimeout(restart, SETTLE_MS);
        });
      }
      print('\nControl-C ends this view; the box goes on running (`make down` stops it).\n');
      const view = spawn('tail', ['-n', '5', '-F', partLog(box.layout.log, 'control-plane')], { stdio: 'inherit' });
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.once(signal, () => {
          view.kill();
          process.exit();
        });
      }
    });
}
