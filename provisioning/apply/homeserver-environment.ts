import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';
import { runCommand } from './run-command.ts';

type Progress = (line: string) => void;

/**
 * The virtual environment with Synapse and the supervisor. It is kept outside the boxes, under a name made from the
 * locked requirements: boxes of one checkout share it, and a changed lock makes a new one beside it.
 */
export const environmentDirectory = (checkout: string) => join(cacheDirectory(checkout), `homeserver-${requirementsHash(checkout)}`);
export const environmentPython = (checkout: string) => join(environmentDirectory(checkout), 'bin', 'python');
export const cacheDirectory = (checkout: string) => process.env['HOLDFAST_CACHE'] ?? join(checkout, '.cache');
export const hasHomeserverEnvironment = (checkout: string) => existsSync(environmentPython(checkout));

const requirementsFile = (checkout: string) => join(checkout, 'provisioning', 'requirements.txt');
const requirementsHash = (checkout: string) => createHash('sha256').update(readFileSync(requirementsFile(checkout))).digest('hex').slice(0, 12);

/** Makes the environment unless it is there. It appears whole or not at all, so its existence is the stamp. */
export async function makeHomeserverEnvironment(checkout: string, onProgress: Progress): Promise<void> {
  const directory = environmentDirectory(checkout);
  if (hasHomeserverEnvironment(checkout)) return;
  mkdirSync(cacheDirectory(checkout), { recursive: true });
  const draft = `${directory}.making-${process.pid}`;
  try {
    await makeVenv(await findPython(), draft, onProgress);
    await installRequirements(checkout, join(draft, 'bin', 'python'), onProgress);
    // Another `up` may have been first; its environment is the same by name.
    if (!existsSync(directory)) renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** A Python that can make the environment; throws saying how to get one. */
export async function findPython(): Promise<string> {
  for (const name of ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11']) {
    const { code } = await runCommand([name, '-c', 'import ensurepip, sys, venv; sys.exit(0 if (3, 11) <= sys.version_info < (3, 15) else 1)']);
    if (code === 0) return name;
  }
  throw new OperatorError('Python 3.11 to 3.14 with its venv module is needed for the homeserver and was not found', 'Debian: apt-get install python3 python3-venv');
}

async function makeVenv(python: string, directory: string, onProgress: Progress): Promise<void> {
  const { code, stderr, stdout } = await runCommand([python, '-m', 'venv', directory], { onLine: onProgress });
  if (code === 0) return;
  throw new OperatorError(`a virtual environment could not be made: ${(stderr || stdout).trim().split('\n')[0] ?? ''}`, 'Debian: apt-get install python3-venv');
}

async function installRequirements(checkout: string, python: string, onProgress: Progress): Promise<void> {
  const { code, stderr } = await runCommand(
    [python, '-m', 'pip', 'install', '--require-hashes', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '-r', requirementsFile(checkout)],
    { onLine: onProgress },
  );
  if (code === 0) return;
  throw new OperatorError(`the homeserver's packages could not be installed: ${lastError(stderr)}`, 'Check the connection to the Python package index, then run the command again.');
}

const lastError = (stderr: string) => stderr.split('\n').findLast((line) => line.startsWith('ERROR')) ?? stderr.trim().split('\n').at(-1) ?? '';
