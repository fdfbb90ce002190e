import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = { settings: { title: 'Ustawienia' } };
