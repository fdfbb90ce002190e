#!/usr/bin/env node
import { Command } from 'commander';
import { addBridgesCommand } from './bridges.ts';
import { addDevCommand } from './dev.ts';
import { addDoctorCommand } from './doctor.ts';
import { addDownCommand } from './down.ts';
import { addInitCommand } from './init.ts';
import { addLogsCommand } from './logs.ts';
import { addRenderCommand } from './render.ts';
import { addRunTimeCommands } from './run-time-commands.ts';
import { addStatusCommand } from './status.ts';
import { addUpCommand } from './up.ts';
import { reportError } from './report-error.ts';

/**
 * The `holdfast` command. One file a command; each adds itself to the program and speaks to a person, while all that it
 * does lies in `plan/`, `apply/` and `doctor/`, or behind the API of a running box (box-api.ts).
 */
const program = new Command('holdfast')
  .description('A company-owned messenger appliance: make a box, run it, look after it.')
  .option('--box <directory>', 'the box; else HOLDFAST_BOX, the working directory, or the trial box of the checkout')
  .showHelpAfterError();

addInitCommand(program);
addRenderCommand(program);
addUpCommand(program);
addDownCommand(program);
addStatusCommand(program);
addLogsCommand(program);
addBridgesCommand(program);
addDoctorCommand(program);
addRunTimeCommands(program);
addDevCommand(program);

// Whoever reads us has seen enough, as `| head` has.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EPIPE') throw failure;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
