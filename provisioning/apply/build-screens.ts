import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';
import { readIfThere } from './private-files.ts';
import { runCommand } from './run-command.ts';

/** A screen of the product, built from the checkout when its sources changed. Paths are below the checkout. */
type Screen = { readonly name: string; readonly script: string; readonly output: string; readonly stamp: string; readonly tool: string; readonly sources: readonly string[] };

const contract = join('server', 'contract', 'src');
const app: Screen = {
  name: 'the employee app', script: 'build:app', output: join('desktop', 'out', 'renderer'), stamp: join('desktop', 'out', '.built-from'), tool: 'electron-vite', sources: ['desktop', contract],
};
const adminConsole: Screen = {
  name: 'the admin console', script: 'build:console', output: join('server', 'console', 'dist'), stamp: join('server', 'console', 'dist', '.built-from'), tool: 'vite', sources: [join('server', 'console'), join('desktop', 'ui'), contract],
};
const made = new Set(['out', 'node_modules', 'dist', 'release', 'test']);

/** Whether what lies there was built from the sources as they are now. */
const isBuilt = (checkout: string, screen: Screen): boolean =>
  existsSync(join(checkout, screen.output, 'index.html')) && readIfThere(join(checkout, screen.stamp)) === sourceStamp(checkout, screen.sources);

/** For use, whatever surrounds us is for; what is changed meanwhile is built the next time. */
async function build(checkout: string, { name, script, output, stamp, sources }: Screen, onProgress: (line: string) => void): Promise<void> {
  const builtFrom = sourceStamp(checkout, sources);
  const { code, stdout, stderr } = await runCommand(['npm', 'run', '-s', script], { cwd: checkout, env: { ...process.env, NODE_ENV: 'production' }, onLine: onProgress });
  if (code !== 0) throw new OperatorError(`${name} could not be built:\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n')}`, 'See the output of the build above.');
  if (!existsSync(join(checkout, output, 'index.html'))) throw new OperatorError(`the build of ${name} left no page to serve`, `\`npm run ${script}\` in the checkout shows what it does.`);
  writeFileSync(join(checkout, stamp), builtFrom);
}

/** Screens are built by packages of the checkout, which `npm ci` brings. */
async function requireBuilder(checkout: string, { name, tool }: Screen): Promise<void> {
  if (!existsSync(join(checkout, 'node_modules', '.bin', tool))) throw new OperatorError(`${tool} is needed to build ${name} and was not found`, 'Run `npm ci` in the checkout.');
}

export const isAppBuilt = (checkout: string): boolean => isBuilt(checkout, app);
export const buildApp = (checkout: string, onProgress: (line: string) => void): Promise<void> => build(checkout, app, onProgress);
export const requireAppTools = (checkout: string): Promise<void> => requireBuilder(checkout, app);

export const isConsoleBuilt = (checkout: string): boolean => isBuilt(checkout, adminConsole);
export const buildConsole = (checkout: string, onProgress: (line: string) => void): Promise<void> => build(checkout, adminConsole, onProgress);
export const requireConsoleTools = (checkout: string): Promise<void> => requireBuilder(checkout, adminConsole);

/** Of all that can end up in a screen: its own files and what it shares, no tests. */
export function sourceStamp(checkout: string, folders: readonly string[] = app.sources): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
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
