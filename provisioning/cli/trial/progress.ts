import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../apply/open-box.ts';
import { readIfThere, writePrivateFile } from '../../apply/private-files.ts';

/** What of a longer work is behind us, kept as a file a piece so that the work goes on where it was stopped. */
export type Progress = {
  has(name: string): boolean;
  read(name: string): string | undefined;
  keep(name: string, what?: string): void;
};

export function progressOf({ layout }: Pick<Box, 'layout'>): Progress {
  const folder = join(layout.data, 'trial');
  return {
    has: (name) => readIfThere(join(folder, name)) !== undefined,
    read: (name) => readIfThere(join(folder, name))?.trim(),
    keep(name, what = '') {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writePrivateFile(join(folder, name), `${what}\n`);
    },
  };
}
