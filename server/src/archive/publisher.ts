import { checkpointPath, createTree, encodeEntries, formatCheckpoint, keyslotPath, leafHash, packPath, parseCheckpoint, signNote, tilePath, tileWidth, type NoteSigner, type Tree } from '@holdfast/archive-format';
import type { Db } from '../db/index.ts';
import type { Clock } from '../kernel/index.ts';
import { countTail, deleteKeyslots, deleteTail, readKeyslots, readLog, readTail, writeLog, type LogState, type TailRow } from './archive-repository.ts';
import type { DurableFiles } from './durable-files.ts';
import { isOwnHead, judgeStanding } from './standing.ts';

/** Bundles that are written in one go; the rest waits its turn, so that a long backlog is signed for step by step. */
const mostRows = 16 * tileWidth;

type Deps = {
  db: Db;
  clock: Clock;
  files: DurableFiles;
  signer: NoteSigner;
  /** A head is shown to the witnesses before it is published; answers with what they signed. */
  witness: (head: { size: number; note: string; tree: Tree }) => Promise<string>;
  onFrozen: (code: string) => void;
};
export type Publisher = ReturnType<typeof createPublisher>;

/**
 * Sealed records become files of the log, and the log gets a signed head (docs/spec/archive.md §1–3). What is written is
 * reckoned from the tail alone, so a step that was cut off is done again and writes the same bytes. Order: keyslots, bundles
 * and tiles, durable; then the head; then the rows go.
 */
export function createPublisher({ db, clock, files, signer, witness, onFrozen }: Deps) {
  const origin = signer.name;

  /** Answers with the edge of the tree behind the last full bundle. */
  async function writeBundles(log: LogState, rows: readonly TailRow[], tree: Tree): Promise<Uint8Array> {
    let edge: Uint8Array = log.edge;
    for (let from = 0; from < rows.length; from += tileWidth) {
      const part = rows.slice(from, from + tileWidth);
      const index = (log.base + from) / tileWidth;
      await files.put(packPath(index, part.length), Buffer.concat(part.map(({ body }) => body)));
      await files.put(tilePath('entries', index, part.length), encodeEntries(part.map(({ leaf }) => leaf)));
      for (const { leaf } of part) for (const tile of tree.append(leafHash(leaf))) await files.put(tilePath(tile.level, tile.index), tile.bytes);
      if (part.length === tileWidth) edge = tree.snapshot();
    }
    for (const { level, index, width, bytes } of tree.partials()) await files.put(tilePath(level, index, width), bytes);
    return edge;
  }

  /** Partial files of what was filled before the last: whoever reads a head of then has had a bundle's time to finish. */
  async function removePartials(before: number, after: number): Promise<void> {
    for (let level = 0, unit = tileWidth; unit <= after; level++, unit *= tileWidth) {
      for (let index = Math.max(0, Math.floor(before / unit) - 1); index < Math.floor(after / unit) - 1; index++) {
        const paths = level === 0 ? [packPath(index), tilePath('entries', index), tilePath(0, index)] : [tilePath(level, index)];
        for (const path of paths) await files.remove(`${path}.p`);
      }
    }
  }

  function freeze(code: string): void {
    db.write((tx) => writeLog(tx, { ...readLog(tx), frozen: code, frozenAt: clock.now() }));
    onFrozen(code);
  }

  return {
    /**
     * Whether what lies on the disk is the beginning of what the record knows. A record that is older than its archive, as
     * after a restore, must not sign: it would tell another story under the same name.
     */
    async check(): Promise<boolean> {
      const log = readLog(db);
      if (log.frozen !== null) return false;
      const code = await judgeStanding({ log, tail: readTail(db, countTail(db)), files, vkey: signer.vkey });
      if (code !== null) freeze(code);
      return code === null;
    },
    freeze,
    /** One step. True when more is waiting. Rejects when the disk does; nothing is lost then. */
    async publish(): Promise<boolean> {
      const log = readLog(db);
      if (log.frozen !== null) return false;
      const rows = readTail(db, mostRows);
      const size = log.base + rows.length;
      if (rows.length === 0 || size <= log.headSize) return false;
      const slots = readKeyslots(db, 1 << 20);
      for (const { kid, file } of slots) await files.put(keyslotPath(kid), file);
      const tree = createTree({ size: log.base, ...(log.base === 0 ? {} : { edge: log.edge }) });
      const edge = await writeBundles(log, rows, tree);
      await files.settle();
      const signed = signNote(formatCheckpoint({ origin, size, root: tree.root() }), signer);
      const note = await witness({ size, note: signed, tree });
      await files.put('checkpoint', Buffer.from(note));
      await files.settle();
      const full = Math.floor(rows.length / tileWidth) * tileWidth;
      db.write((tx) => {
        writeLog(tx, { ...readLog(tx), base: log.base + full, edge: Buffer.from(edge), head: note, headSize: size, signedAt: clock.now() });
        const last = rows[full - 1];
        if (last) deleteTail(tx, last.seq);
        deleteKeyslots(tx, slots);
      });
      await removePartials(log.base, log.base + full);
      return countTail(db) > rows.length - full;
    },
    /** Whether a head that a witness has seen is ours, and the end came before it was kept: its copy was on the disk first, and what is signed next begins with it. */
    async hasShown(size: number): Promise<boolean> {
      const note = await files.read(checkpointPath(size));
      return note !== undefined && isOwnHead({ log: readLog(db), tail: readTail(db, countTail(db)), vkey: signer.vkey }, note.toString('utf8'));
    },
    /** The head that stands, with more signatures under it than it had. Not over a later one that was published before the end and is not in the record yet. */
    async putHead(note: string): Promise<void> {
      const standing = await files.read('checkpoint');
      if (parseCheckpoint(standing?.toString('utf8') ?? '')?.size !== readLog(db).headSize) return;
      await files.put('checkpoint', Buffer.from(note));
      await files.settle();
      db.write((tx) => writeLog(tx, { ...readLog(tx), head: note }));
    },
    /** A copy of a head that a witness is about to see: written once. */
    keepShown: async (size: number, note: string): Promise<void> => {
      if ((await files.read(checkpointPath(size))) === undefined) await files.put(checkpointPath(size), Buffer.from(note));
      await files.settle();
    },
  };
}
