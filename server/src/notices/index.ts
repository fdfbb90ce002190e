/**
 * What people are told before they answer anybody, and their signature under exactly that text. Knows nothing of what is
 * recorded: the words are written here by hand and must be changed, under a new version, whenever what they say changes.
 */
export { createNotices, type NoticeDeps, type Notices } from './notices.ts';
