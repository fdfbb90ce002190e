// Planted: reported by `sqlite-lives-in-db` and by no other rule.
import Database from 'better-sqlite3';
export const planted: unknown = Database;
