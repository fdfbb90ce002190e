import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  notifications: {
    reply: 'Відповісти',
    send: 'Надіслати',
    placeholder: 'Відповідь: {name}',
    hidden: 'Нове повідомлення',
    dismiss: 'Закрити',
    failed: 'Не надіслано ({code}). Текст збережено в чернетці.',
    region: 'Нові повідомлення',
  },
};
