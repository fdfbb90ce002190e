import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = { session: { signIn: 'Вход', ownAccount: 'Ваша учётная запись' } };
