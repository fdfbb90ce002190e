import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = { handovers: { title: 'Передачі' } };
