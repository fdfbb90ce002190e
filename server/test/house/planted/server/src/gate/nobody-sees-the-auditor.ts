// Planted: reported by `nobody-sees-the-auditor` and by no other rule.
import { auditor } from '../../auditor/src/index.ts';
export const planted: unknown = auditor;
