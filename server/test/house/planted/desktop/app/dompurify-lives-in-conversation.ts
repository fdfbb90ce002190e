// Planted: reported by `dompurify-lives-in-conversation` and by no other rule.
import * as other from 'dompurify';
export const planted: unknown = other;
