// Planted: reported by `html-parsing-lives-in-gate` and by no other rule.
import { parseDocument } from 'htmlparser2';
export const planted: unknown = parseDocument;
