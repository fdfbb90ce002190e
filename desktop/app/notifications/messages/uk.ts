import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  notifications: {
    open: 'Відкрити',
    reply: 'Відповісти',
    send: 'Надіслати',
    placeholder: 'Відповідь: {name}',
    hidden: 'Нове повідомлення',
    dismiss: 'Закрити',
    sent: 'Надіслано',
    failed: 'Не надіслано ({code}). Текст збережено в чернетці.',
    region: 'Нові повідомлення',
  },
};
