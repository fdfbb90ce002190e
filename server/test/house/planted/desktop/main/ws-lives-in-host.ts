// Planted: reported by `ws-lives-in-host` and by no other rule.
import * as other from 'ws';
export const planted: unknown = other;
