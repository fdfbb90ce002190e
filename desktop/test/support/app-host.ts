import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../../../server/test/support/until.ts';

const desktop = fileURLToPath(new URL('../../', import.meta.url));
const renderer = join(desktop, 'out/renderer');
export type AppHost = Awaited<ReturnType<typeof startAppHost>>;

/** The host of the app as a process of its own, which can be killed as a power cut would, and come back at the same address. */
export async function startAppHost({ directory, box, names, environment = {} }: { directory: string; box: string; names: readonly string[]; environment?: Record<string, string> }) {
  buildRenderer();
  const port = await freePort();
  const profiles = join(directory, 'profiles');
  const keys = new Map(names.map((name) => [name, { file: join(directory, `${name}.launch`), key: `launch key of ${name}` }]));
  mkdirSync(profiles, { recursive: true });
  for (const { file, key } of keys.values()) writeFileSync(file, key, { mode: 0o600 });
  const configFile = join(directory, 'host.json');
  const logFile = join(directory, 'host.log');
  const people = [...keys].map(([name, { file }]) => ({ name, launchKeyFile: file }));
  writeFileSync(configFile, JSON.stringify({ listen: { host: '127.0.0.1', port }, box, profiles, people, renderer }));
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(logFile, 'a', 0o600);
    const started = (child = spawn(process.execPath, [join(desktop, 'host/main.ts'), '--config', configFile], { stdio: ['ignore', log, log], env: { ...process.env, ...environment } }));
    closeSync(log);
    await until('the app’s host answers', async () => {
      if (started.exitCode !== null) throw new Error(`the host ended: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
      return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
    });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    start,
    stop: () => end('SIGTERM'),
    /** `kill -9`. */
    kill: () => end('SIGKILL'),
    /** The address somebody opens their app with, key included. */
    address: (name: string): string => `http://127.0.0.1:${port}/${name}/#${encodeURIComponent(keys.get(name)?.key ?? '')}`,
    profileOf: (name: string): string => join(profiles, name),
    log: (): string => readFileSync(logFile, 'utf8'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The page as the product ships it; built when a source is newer, so that no test looks at yesterday's screen. */
function buildRenderer(): void {
  const built = join(renderer, 'index.html');
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  const sources = ['app', 'ipc', 'ui/src'].flatMap((folder) => readdirSync(join(desktop, folder), { recursive: true, withFileTypes: true }));
  const isStale = sources.some((entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > builtAt);
  if (isStale) execFileSync('npm', ['run', '-s', 'build:app'], { cwd: join(desktop, '..'), stdio: ['ignore', 'ignore', 'pipe'] });
}
