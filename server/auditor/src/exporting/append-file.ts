import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { asDiskError } from '../files.ts';

export type AppendFile = { write(line: string): void; /** On the disk, and how long the file is. */ sync(): number; close(): void };

/** A file that grows. What a kill left behind `from` is cut off. */
export function openAppend(path: string, from: number): AppendFile {
  const file = openSync(path, from === 0 ? 'w' : 'r+', 0o600);
  ftruncateSync(file, from);
  let end = from;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const flush = (): void => {
    try {
      const bytes = Buffer.concat(held);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, end + at);
      end += bytes.length;
      held = [];
      heldBytes = 0;
    } catch (failure) {
      throw asDiskError(path, failure);
    }
  };
  return {
    write(line) {
      const bytes = Buffer.from(line);
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes > 1 << 20) flush();
    },
    sync() {
      flush();
      fsyncSync(file);
      return end;
    },
    close: () => closeSync(file),
  };
}
