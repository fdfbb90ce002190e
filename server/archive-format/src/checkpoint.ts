import type { Hash } from './tree.ts';

/** C2SP tlog-checkpoint: the head of a log. Ours has no extension lines. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash };

export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** Of the text of a note, or of a whole note; undefined when it is none. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = note.split('\n');
  const bytes = Buffer.from(root, 'base64');
  if (origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size) || bytes.length !== 32 || bytes.toString('base64') !== root || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** C2SP tlog-witness, add-checkpoint: what the log posts. `checkpoint` is the signed note. */
export type AddCheckpoint = { readonly oldSize: number; readonly proof: readonly Hash[]; readonly checkpoint: string };

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string => `old ${oldSize}\n${proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${checkpoint}`;

export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const at = body.indexOf('\n\n');
  if (at < 0) return undefined;
  const [old = '', ...lines] = body.slice(0, at).split('\n');
  const size = /^old (0|[1-9]\d{0,15})$/.exec(old)?.[1];
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (size === undefined || !Number.isSafeInteger(Number(size)) || lines.length > 63 || proof.some((hash, n) => hash.length !== 32 || hash.toString('base64') !== lines[n])) return undefined;
  return { oldSize: Number(size), proof, checkpoint: body.slice(at + 2) };
}
