import Database from 'better-sqlite3';

/** What the homeserver does by itself with positions that are old: every open sync finds its own unknown (M_UNKNOWN_POS). Only while it is stopped. */
export function forgetSyncPositions(homeserverDb: string): void {
  const db = new Database(homeserverDb);
  try {
    db.pragma('foreign_keys = ON');
    const { changes } = db.prepare('DELETE FROM sliding_sync_connections').run();
    if (changes === 0) throw new Error('nobody had a position to forget');
  } finally {
    db.close();
  }
}
