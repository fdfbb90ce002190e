import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  notifications: {
    reply: 'Ответить',
    send: 'Отправить',
    placeholder: 'Ответ: {name}',
    hidden: 'Новое сообщение',
    dismiss: 'Закрыть',
    failed: 'Не отправлено ({code}). Текст сохранён в черновике.',
    region: 'Новые сообщения',
  },
};
