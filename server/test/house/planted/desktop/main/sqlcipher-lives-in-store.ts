// Planted: reported by `sqlcipher-lives-in-store` and by no other rule.
import * as other from 'better-sqlite3-multiple-ciphers';
export const planted: unknown = other;
