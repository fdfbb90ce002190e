import Database from 'better-sqlite3';

/** Copies a live record to `target` with SQLite's backup API: consistent while writes go on. */
export async function backupTo(source: string, target: string): Promise<void> {
  const sqlite = new Database(source, { readonly: true });
  try {
    await sqlite.backup(target);
  } finally {
    sqlite.close();
  }
}
