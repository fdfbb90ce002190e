import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { BOX_FILE } from '../plan/box-layout.ts';

/** Root of the Holdfast checkout this program runs from. */
export const checkoutRoot = resolve(import.meta.dirname, '../..');

/** Which box is meant: the one named, else HOLDFAST_BOX, else the one in the working directory, else the checkout's trial box. */
export function chooseBoxDirectory(named: string | undefined): string {
  const chosen = named ?? process.env['HOLDFAST_BOX'];
  if (chosen !== undefined) return resolve(chosen.replace(/^~(?=\/|$)/, homedir()));
  const here = process.cwd();
  return existsSync(join(here, BOX_FILE)) ? here : join(checkoutRoot, '.holdfast');
}
