import type { Command } from 'commander';
import { createBox } from '../apply/create-box.ts';
import { boxDirectory, print } from './box-option.ts';

type Options = { trial?: boolean; freePorts?: boolean; serverName?: string; bridges?: string[] };

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('write holdfast.yaml and make every secret; what exists is left alone')
    .option('--trial', 'a box for trying out: SQLite, and the loopback messenger')
    .option('--free-ports', 'choose ports that are free now, so that several boxes run side by side')
    .option('--server-name <name>', 'the part of Matrix ids after the colon; can never be changed')
    .option('--bridges <ids...>', 'which bridges the box has (all that fit, by default)')
    .action(async (options: Options, command: Command) => {
      const { box, wroteConfig, madeSecrets } = await createBox({ ...options, directory: boxDirectory(command) });
      print(wroteConfig ? `wrote ${box.directory}/holdfast.yaml` : `${box.directory}/holdfast.yaml is there already and was not changed`);
      print(madeSecrets.length > 0 ? `made ${madeSecrets.length} secrets in ${box.layout.secrets}` : 'every secret is there already');
      if (!box.config.trial) print('Put the PostgreSQL connection strings into the secrets that homeserver.database names, then run `holdfast up`.');
      else print('Next: `holdfast up`');
    });
}
