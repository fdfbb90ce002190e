// Planted: reported by `pg-lives-in-matrix` and by no other rule.
import { Client } from 'pg';
export const planted: unknown = Client;
