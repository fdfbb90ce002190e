import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  notifications: {
    open: 'Открыть',
    reply: 'Ответить',
    send: 'Отправить',
    placeholder: 'Ответ: {name}',
    hidden: 'Новое сообщение',
    dismiss: 'Закрыть',
    sent: 'Отправлено',
    failed: 'Не отправлено ({code}). Текст сохранён в черновике.',
    region: 'Новые сообщения',
  },
};
