import type { Command } from 'commander';
import { chooseBoxDirectory } from '../apply/checkout.ts';
import { openBox, type Box } from '../apply/open-box.ts';

/** The directory of the box a command is about, from `--box`, which may stand before or after the command. */
export function boxDirectory(command: Command): string {
  return chooseBoxDirectory(command.optsWithGlobals<{ box?: string }>().box);
}

/** The box a command is about; throws where there is none or its description is wrong. */
export const commandBox = (command: Command): Box => openBox(boxDirectory(command));

export const print = (line = '') => process.stdout.write(`${line}\n`);
