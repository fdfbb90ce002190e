import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { signNote, type NoteSigner } from '@holdfast/archive-format';

export type FileSum = { readonly path: string; readonly size: number; readonly sha256: string };

/** Every file of an export but the two that speak of the others. Paths with slashes, in order. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== 'manifest.json' && path !== 'manifest.note' && !path.startsWith('.export/') && !path.endsWith('.draft'))
    .sort();
}

export async function sumOf(folder: string, path: string): Promise<FileSum> {
  const sum = createHash('sha256');
  let size = 0;
  for await (const part of createReadStream(join(folder, path), { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    sum.update(part);
    size += part.length;
  }
  return { path, size, sha256: sum.digest('hex') };
}

/** The exporter’s signature under all of it: what they handed over, and nothing else. */
export const manifestNote = (manifest: string, { origin, signer }: { origin: string; signer: NoteSigner }): string =>
  signNote(`holdfast.archive/export/v1\norigin ${origin}\nholder ${signer.name}\nmanifest ${createHash('sha256').update(manifest).digest('hex')}\n`, signer);
