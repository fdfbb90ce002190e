import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeKeyFile, type HolderKey } from '../../src/keys/index.ts';

const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const passphrase = 'a long passphrase';

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };
export type Around = {
  readonly env?: Readonly<Record<string, string>>;
  /** No file may grow beyond so many KiB, as on a disk that cannot hold larger ones. */
  readonly mostKiB?: number;
};
export type AuditorProcess = ReturnType<typeof auditorIn>;

/** The tool as a key holder runs it: a process with arguments, words and an exit code. Homes lie in `folder`. */
export function auditorIn(folder: string) {
  const words = join(folder, 'passphrase');
  writeFileSync(words, `${passphrase}\n`);
  const run = (args: readonly string[], { env = {}, mostKiB }: Around = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const command = [process.execPath, program, ...args];
      const [file, ...rest] = mostKiB === undefined ? command : ['bash', '-c', `ulimit -f ${mostKiB} && exec "$@"`, 'bash', ...command];
      execFile(file as string, rest, { maxBuffer: 64 << 20, env: { ...process.env, ...env } }, (failure, stdout, stderr) =>
        resolve({ code: failure ? (typeof failure.code === 'number' ? failure.code : -1) : 0, stdout, stderr }));
    });
  const auditor = (home: string, ...args: string[]): Promise<Ended> => run(['--home', home, '--passphrase-file', words, ...args]);
  return {
    auditor,
    auditorWith: (around: Around, home: string, ...args: string[]): Promise<Ended> => run(['--home', home, '--passphrase-file', words, ...args], around),
    /** The home of somebody who has this key, and nothing else yet. */
    async homeOf(name: string, key: HolderKey): Promise<string> {
      const home = join(folder, name);
      mkdirSync(home, { mode: 0o700, recursive: true });
      await writeKeyFile(join(home, 'key.age'), key, passphrase, { workFactor: 10 });
      return home;
    },
    sync: (home: string, { folder: from, vkey }: { folder: string; vkey: string }, ...more: string[]): Promise<Ended> => auditor(home, 'sync', from, '--log-key', vkey, ...more),
    /** Folder of the only archive of a home. */
    archiveOf: (home: string): string => join(home, 'archives', readdirSync(join(home, 'archives'))[0] ?? ''),
  };
}
