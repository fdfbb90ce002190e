import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCache, type Cache } from './cache.ts';
import { destroyFile, isDamage } from './files/damage.ts';
import { openFile, type Db } from './files/database.ts';
import { fileName, keyOf } from './files/keys.ts';
import { sweepMedia } from './media/media.ts';
import { cacheMigrations } from './migrations/cache.ts';
import { createOwn, type Own } from './own/own.ts';
import { openOwn, reopenOwn } from './own/open-own.ts';
import { sweepFiles } from './own/files.ts';
import type { Rebuilt, WorkerStart } from './protocol.ts';
import { finishSends } from './own/arrived.ts';

/** Both files open, and what to do when one of them is found damaged. Lives in the worker; all of it is synchronous. */
export type Engine = {
  readonly cache: Cache;
  readonly own: Own;
  readonly mostMediaBytes: number;
  /** Runs one call. A damaged file is rebuilt and the call runs once more, on what is left. */
  run<T>(call: (engine: Engine) => T): T;
  close(): void;
};

type Options = WorkerStart & { readonly now: () => number; readonly tell: (what: Rebuilt) => void };

export function openEngine({ directory, key, userId, mostMediaBytes, now, tell }: Options): Engine {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const cachePath = join(directory, fileName('cache'));
  const openCacheFile = (): Db => openFile({ path: cachePath, keyHex: keyOf(key, 'cache'), migrations: cacheMigrations, durable: false, cacheKiB: 64 * 1024 });
  const loadCache = (db: Db): Cache => {
    try {
      sweepMedia(db);
      return createCache(db, userId, now());
    } catch (failure) {
      db.close();
      throw failure;
    }
  };
  const rebuildCache = (): Cache => {
    destroyFile(cachePath);
    const fresh = loadCache(openCacheFile());
    tell('cache');
    return fresh;
  };
  /** Anything the box has may be fetched again, so a cache that cannot be read for whatever key or damage is made anew. */
  const openCache = (): Cache => {
    if (!existsSync(cachePath)) destroyFile(cachePath); // a log without its file is nothing
    try {
      return loadCache(openCacheFile());
    } catch (failure) {
      if (!isDamage(failure)) throw failure;
      return rebuildCache();
    }
  };

  let files = openOwn(directory, key);
  if (files.rebuilt) tell(files.rebuilt);
  let own = createOwn(files.db, files.mirror);
  let cache = openCache();

  function healOwn(): boolean {
    if (isSound(() => createOwn(files.db, files.mirror)) && isSound(() => files.mirror.prepare('SELECT * FROM outgoing').all())) return false;
    files = reopenOwn(directory, key, files);
    own = createOwn(files.db, files.mirror);
    tell(files.rebuilt ?? 'own');
    return true;
  }
  function healCache(): void {
    try {
      cache.db.close();
    } catch {
      // A damaged file need not close in order: it goes anyway.
    }
    cache = rebuildCache();
  }

  const engine: Engine = {
    get cache() {
      return cache;
    },
    get own() {
      return own;
    },
    mostMediaBytes,
    run(call) {
      try {
        return call(engine);
      } catch (failure) {
        if (isDamage(failure)) {
          if (!healOwn()) healCache();
          return call(engine);
        }
        // The transaction was rolled back; what is in memory is read again from the files, which are right.
        own = createOwn(files.db, files.mirror);
        cache = createCache(cache.db, userId, now());
        throw failure;
      }
    },
    close() {
      for (const db of [cache.db, files.db, files.mirror]) db.close();
    },
  };
  engine.run(({ own: held }) => sweepFiles(held));
  engine.run((opened) => finishSends(opened.cache, opened.own));
  return engine;
}

function isSound(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (failure) {
    if (isDamage(failure)) return false;
    throw failure;
  }
}
