import type { TimelineItem } from '../../ipc/index.ts';
import { calmName } from './foreign-text.ts';
import { wordsOf } from './message-actions.ts';

/** One message as it is read out when it arrives: its words, or what it is. Notes say first that they are notes. */
export function announcementOf(item: TimelineItem, t: (key: string) => string): string {
  const kind = t(`conversation.kind.${item.body.kind}`);
  const words = calmName(wordsOf(item), 300);
  if (item.body.kind === 'text') return words;
  return words === '' ? kind : `${kind}: ${words}`;
}
