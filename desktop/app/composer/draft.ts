import { reactive } from 'vue';
import type { EventId, UserId } from '@holdfast/contract';
import type { TimelineItem } from '../../ipc/index.ts';
import type { PendingFile } from './pending-files.ts';

export type ComposerMode = 'message' | 'note';

/** Everything somebody has begun in one conversation. A message and a note are two texts that never touch. */
export type Draft = {
  mode: ComposerMode;
  message: string;
  note: string;
  /** The text while a message is being changed; the begun message waits meanwhile. */
  changed: string;
  changing: { item: TimelineItem; how: 'edit' | 'correct' } | null;
  replyTo: EventId | null;
  replyItem: TimelineItem | null;
  mentioned: UserId[];
  files: PendingFile[];
  /** Code of the last refusal, said beside the field until the next attempt. */
  failure: string | null;
  isLoaded: boolean;
};

export const emptyDraft = (): Draft => reactive({ mode: 'message', message: '', note: '', changed: '', changing: null, replyTo: null, replyItem: null, mentioned: [], files: [], failure: null, isLoaded: false });

/** The text that is in the field now. */
export const fieldText = (draft: Draft): string => (draft.changing ? draft.changed : draft.mode === 'note' ? draft.note : draft.message);

export function setFieldText(draft: Draft, text: string): void {
  if (draft.changing) draft.changed = text;
  else if (draft.mode === 'note') draft.note = text;
  else draft.message = text;
}

const MOST_BYTES = 60_000; // an event of the homeserver holds 65,536 with everything around the text
const encoder = new TextEncoder();

/** By how many signs a text is longer than may be sent; 0 when it fits. */
export function excessOf(text: string, maxTextLength: number | null): number {
  const most = maxTextLength ?? MOST_BYTES;
  const signs = text.length > most ? [...text].length - most : 0;
  if (signs > 0) return signs;
  if (text.length * 3 < MOST_BYTES) return 0;
  return Math.max(0, encoder.encode(text).length - MOST_BYTES);
}
