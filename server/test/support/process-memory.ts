import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const chunk = 16 * 1024 * 1024;

/** How often each of these stands in the writable memory of a process (Linux, as its owner or root). Positions move while it runs: a count, not a promise. */
export function countInMemory(pid: number, needles: ReadonlyMap<string, readonly Uint8Array[]>): Map<string, number> {
  const found = new Map([...needles.keys()].map((name) => [name, 0]));
  const longest = Math.max(...[...needles.values()].flat().map(({ length }) => length));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const buffer = Buffer.alloc(chunk + longest);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined) continue;
      const end = Number(`0x${to}`);
      for (let at = Number(`0x${from}`); at < end; at += chunk) {
        const size = read(memory, buffer, Math.min(chunk + longest - 1, end - at), at);
        for (const [name, each] of needles) for (const needle of each) found.set(name, (found.get(name) ?? 0) + count(buffer.subarray(0, size), needle, Math.min(chunk, end - at)));
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

function read(memory: number, buffer: Buffer, size: number, at: number): number {
  try {
    return readSync(memory, buffer, 0, size, at);
  } catch {
    return 0; // gone meanwhile, or not there yet
  }
}

/** Those that begin before `within`: the next piece counts the others. */
function count(bytes: Buffer, needle: Uint8Array, within: number): number {
  let n = 0;
  for (let at = bytes.indexOf(needle); at !== -1 && at < within; at = bytes.indexOf(needle, at + 1)) n += 1;
  return n;
}
