// Planted: reported by `nobody-sees-desktop-but-its-ui` and by no other rule.
import * as other from '../../../desktop/main/index.ts';
export const planted: unknown = other;
