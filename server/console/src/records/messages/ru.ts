import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = { records: { title: 'Записи' } };
