// Planted: reported by `undici-lives-in-net` and by no other rule.
import { fetch } from 'undici';
export const planted: unknown = fetch;
