// Planted: reported by `electron-lives-in-main-electron` and by no other rule.
import * as other from 'electron';
export const planted: unknown = other;
