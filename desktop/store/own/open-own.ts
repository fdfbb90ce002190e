import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedError, destroyFile, isDamage } from '../files/damage.ts';
import { openFile, type Db } from '../files/database.ts';
import { fileName, keyOf } from '../files/keys.ts';
import { mirroredTables, mirrorMigrations, ownMigrations } from '../migrations/own.ts';

type Opened = { readonly db: Db; readonly mirror: Db; readonly rebuilt: 'own' | 'own-lost' | null };

/**
 * Opens both copies and makes them equal. The copy that cannot be read is made again from the other; only when neither can
 * (or somebody else's key made them) is there nothing left to show, which is told and never passed over in silence.
 */
export function openOwn(directory: string, key: Uint8Array): Opened {
  const path = join(directory, fileName('own'));
  const mirrorPath = join(directory, fileName('own-mirror'));
  const existed = existsSync(path) || existsSync(mirrorPath);
  const openMain = () => openFile({ path, keyHex: keyOf(key, 'own'), migrations: ownMigrations, durable: true, cacheKiB: 8192 });
  const openMirror = () => openFile({ path: mirrorPath, keyHex: keyOf(key, 'own-mirror'), migrations: mirrorMigrations, durable: true, cacheKiB: 4096 });
  let main = existsSync(path) ? readable(path, openMain) : undefined;
  let mirror = existsSync(mirrorPath) ? readable(mirrorPath, openMirror) : undefined;
  const lost = main === undefined;
  const mirrorLost = mirror === undefined;
  if (lost) {
    destroyFile(path);
    main = openMain();
  }
  if (mirrorLost) {
    destroyFile(mirrorPath);
    mirror = openMirror();
  }
  const db = main as Db;
  const copy = mirror as Db;
  if (lost && !mirrorLost) copyTables(copy, db);
  else if (generation(db) >= generation(copy)) {
    if (generation(db) > generation(copy)) copyTables(db, copy);
  } else copyTables(copy, db); // own.db lost its log: what it does not know was promised
  if (lost && !mirrorLost) loseFiles(db);
  return { db, mirror: copy, rebuilt: !existed || !lost ? null : mirrorLost ? 'own-lost' : 'own' };
}

/** Bytes up to which the whole file is checked at start; above it lie files that wait to be sent, and those are met when they are read. */
const checkedAtStart = 64 * 1024 * 1024;

/** Everything that matters is read once, so that damage anywhere in it is met here and not in the middle of work. */
function readable(path: string, open: () => Db): Db | undefined {
  let db: Db | undefined;
  try {
    db = open();
    for (const table of mirroredTables) db.prepare(`SELECT * FROM ${table}`).all();
    if (statSync(path).size <= checkedAtStart && db.prepare<[], { quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check !== 'ok') throw new DamagedError();
    return db;
  } catch (failure) {
    db?.close();
    if (isDamage(failure)) return undefined;
    throw failure;
  }
}

const generation = (db: Db): number => db.prepare<[], { value: number }>('SELECT value FROM generation').get()?.value ?? 0;

function copyTables(from: Db, to: Db): void {
  to.write(() => {
    for (const table of mirroredTables) {
      to.prepare(`DELETE FROM ${table}`).run();
      for (const row of from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all()) {
        const columns = Object.keys(row);
        to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...Object.values(row));
      }
    }
  });
}

/** The mirror has no pieces of files: what waited with one cannot be sent any more, and says so. */
function loseFiles(db: Db): void {
  db.write(() => {
    db.prepare('DELETE FROM file').run();
    db.prepare(
      `UPDATE outgoing SET state = 'unsent', reason = 'FILE_UNREADABLE' WHERE state IN ('queued', 'uploading') AND mxc IS NULL AND json_extract(outgoing, '$.kind') = 'file'`,
    ).run();
  });
}

/** Both copies again, made from whichever can be read, while the store runs. */
export function reopenOwn(directory: string, key: Uint8Array, old: { db: Db; mirror: Db }): Opened {
  for (const db of [old.db, old.mirror]) {
    try {
      db.close();
    } catch {
      // A damaged file may not be closed in order; its pages are read anew anyway.
    }
  }
  return openOwn(directory, key);
}
