#!/usr/bin/env node
import { Command } from 'commander';
import { addExportCommand } from './export.ts';
import { addKeyCommands } from './keygen.ts';
import { addLogCommands } from './logs.ts';
import { addPolicyCommands } from './policy.ts';
import { exitCodes, reportError } from './report-error.ts';
import { addSearchCommand } from './search.ts';
import { addShareCommands } from './shares.ts';
import { addShowCommand } from './show-conversation.ts';
import { addSyncCommand } from './sync.ts';
import { addVerifyCommand } from './verify.ts';

/** The key holder's own tool. One file a command; each adds itself and speaks to a person. It never runs on the box. */
const program = new Command('holdfast-auditor')
  .description('Verify, read and export a Holdfast archive on a key holder’s own machine.')
  .option('--home <folder>', 'where keys, copies and indexes lie; else HOLDFAST_AUDITOR_HOME or ~/.holdfast-auditor')
  .option('--key <file>', 'your key file; else key.age in the home')
  .option('--passphrase-file <file>', 'the passphrase in the first line of a file, where nobody can type')
  .option('--archive <origin>', 'which archive, where several were synced')
  .addHelpText(
    'after',
    `
What this tool cannot enforce: whoever holds a key alone and a copy of the archive can read it with other programs and leave
no trace. The access log is honest bookkeeping for those who use this tool, chained and handed in to the archive. Where that
is not enough, let the policy ask for several key holders together (policy … --threshold).

Ends with 0: done · 1: the archive is not as it was written · 2: wrong use · 3: parts missing · 4: key or passphrase · 5: address or disk · 70: a bug`,
  )
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'holdfast-auditor: ')) })
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : exitCodes.usage))
  .showHelpAfterError('(add --help)');

addKeyCommands(program);
addPolicyCommands(program);
addSyncCommand(program);
addVerifyCommand(program);
addSearchCommand(program);
addShowCommand(program);
addExportCommand(program);
addShareCommands(program);
addLogCommands(program);

// Whoever reads us has seen enough, as `| head` has.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EPIPE') throw failure;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, 'holdfast-auditor');
}
