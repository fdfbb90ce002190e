import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';
import { readIfThere } from './private-files.ts';
import { runCommand } from './run-command.ts';

const made = new Set(['out', 'node_modules', 'dist', 'release']);
const rendererOf = (checkout: string) => join(checkout, 'desktop', 'out', 'renderer');
const stampOf = (checkout: string) => join(checkout, 'desktop', 'out', '.built-from');

/** Whether the app that lies in desktop/out was built from the sources as they are now. */
export function isAppBuilt(checkout: string): boolean {
  return existsSync(join(rendererOf(checkout), 'index.html')) && readIfThere(stampOf(checkout)) === sourceStamp(checkout);
}

/** Builds the employee app. What is changed meanwhile is built the next time. */
export async function buildApp(checkout: string, onProgress: (line: string) => void): Promise<void> {
  const stamp = sourceStamp(checkout);
  const { code, stdout, stderr } = await runCommand(['npm', 'run', '-s', 'build:app'], { cwd: checkout, onLine: onProgress });
  if (code !== 0) throw new OperatorError(`the employee app could not be built:\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n')}`, 'See the output of the build above.');
  if (!existsSync(join(rendererOf(checkout), 'index.html'))) throw new OperatorError('the build of the employee app left no page to serve', '`npm run build:app` in the checkout shows what it does.');
  writeFileSync(stampOf(checkout), stamp);
}

/** The app is built by packages of the checkout, which `npm ci` brings. */
export async function requireAppTools(checkout: string): Promise<void> {
  if (!existsSync(join(checkout, 'node_modules', '.bin', 'electron-vite'))) {
    throw new OperatorError('electron-vite is needed to build the employee app and was not found', 'Run `npm ci` in the checkout.');
  }
}

/** Of all that can end up in the app: its own files and the contract, no tests. */
export function sourceStamp(checkout: string): string {
  const hash = createHash('sha256');
  for (const folder of ['desktop', join('server', 'contract', 'src')]) {
    for (const file of filesBelow(join(checkout, folder))) hash.update(file.slice(checkout.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name) && !entry.name.endsWith('.test.ts'))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}
