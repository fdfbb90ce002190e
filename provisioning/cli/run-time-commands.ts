import type { Command } from 'commander';
import { addAccountCommands } from './accounts.ts';
import { addArchiveCommands } from './archive.ts';
import { addAsCommand } from './as-employee.ts';
import { addCoverCommands } from './covers.ts';
import { addDeliveryCommands } from './deliveries.ts';
import { addEmployeeCommands } from './employees.ts';
import { addHandoverCommands } from './handovers.ts';
import { addPhoneCommands } from './phone.ts';
import { addQueueCommands } from './queue.ts';
import { addRecordCommands } from './records.ts';
import { addConsoleCommand } from './console.ts';
import { addSignInCommands } from './sign-in.ts';
import { addTeamCommands } from './teams.ts';

/** What people do on a box that runs, each a thin layer over its API. */
export function addRunTimeCommands(program: Command): void {
  program.option('--as <name>', 'act as somebody signed in on this machine; else HOLDFAST_AS, or the first administrator');
  addSignInCommands(program);
  addConsoleCommand(program);
  addTeamCommands(program);
  addEmployeeCommands(program);
  addAccountCommands(program);
  addQueueCommands(program);
  addCoverCommands(program);
  addHandoverCommands(program);
  addDeliveryCommands(program);
  addRecordCommands(program);
  addArchiveCommands(program);
  addAsCommand(program);
  addPhoneCommands(program);
}
