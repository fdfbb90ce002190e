import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type DurableFiles = ReturnType<typeof createDurableFiles>;
type Deps = { readonly directory: string; /** Called before each act on the disk; a trial box can be told to end itself there. */ readonly onStep?: (step: string) => void };

/**
 * Files of the archive: whole or not there, whatever happens in between. A file is written in `.draft`, synced and
 * renamed; its folder is synced by `settle`, before anything is signed that stands on it (docs/spec/archive.md, rule 6).
 */
export function createDurableFiles({ directory, onStep = () => undefined }: Deps) {
  const drafts = join(directory, '.draft');
  const touched = new Set<string>();
  const made = new Set<string>();

  async function ensureFolder(folder: string): Promise<void> {
    if (made.has(folder)) return;
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    // Every folder that came into being has a name in the one above it, down to the first that was there.
    if (first !== undefined) for (let at = folder; at.length >= first.length; at = dirname(at)) touched.add(dirname(at));
    made.add(folder);
  }

  async function put(path: string, bytes: Uint8Array): Promise<void> {
    const draft = await newDraft();
    onStep('archive.write');
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        onStep('archive.sync');
        await file.datasync();
      } finally {
        await file.close();
      }
      await take(draft, path);
    } catch (failure) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw failure;
    }
  }

  /** Takes a file that was written and synced under another name into its place. */
  async function take(draft: string, path: string): Promise<void> {
    const full = join(directory, path);
    await ensureFolder(dirname(full));
    onStep('archive.rename');
    await rename(draft, full);
    touched.add(dirname(full));
  }

  /** The name of a file that nobody reads yet, on the same disk. */
  async function newDraft(): Promise<string> {
    await ensureFolder(drafts);
    return join(drafts, randomBytes(8).toString('hex'));
  }

  return {
    directory,
    put,
    take,
    newDraft,
    /** Whatever was not finished when the box last ended. Before anything is written. */
    async clearDrafts(): Promise<void> {
      await rm(drafts, { recursive: true, force: true });
      made.delete(drafts);
    },
    /** Undefined when there is none. */
    async read(path: string): Promise<Buffer | undefined> {
      try {
        return await readFile(join(directory, path));
      } catch (failure) {
        if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw failure;
      }
    },
    has: (path: string): Promise<boolean> => access(join(directory, path)).then(() => true, () => false),
    /** Everything put since the last time survives a power cut. */
    async settle(): Promise<void> {
      for (const folder of [...touched]) {
        onStep('archive.sync-folder');
        const handle = await open(folder, constants.O_RDONLY);
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        touched.delete(folder);
      }
    },
    remove: (path: string): Promise<void> => rm(join(directory, path), { recursive: true, force: true }),
  };
}
