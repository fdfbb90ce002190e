import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  starting: {
    title: 'Нове листування',
    who: 'Клієнт або номер',
    whoHint: 'Знайоме ім’я або номер із кодом країни, наприклад +48 600 123 456',
    known: 'Знайомі клієнти',
    account: 'З якого номера',
    noAccount: 'У вашої групи немає підключеного номера.',
    disconnected: 'відключений',
    paused: 'призупинений',
    start: 'Почати',
    cancel: 'Скасувати',
    looking: 'Запитуємо мережу',
    errors: {
      NOT_ON_NETWORK: 'У мережі {network} немає такого номера.',
      IDENTIFIER_INVALID: '{network} нікого так не знаходить. Номер починається з плюса й коду країни.',
      CONTACT_BLOCKED: 'Ця людина не приймає повідомлень із нашого номера.',
      NETWORK_LIMITED: '{network} поки не дає цьому номеру починати нові листування. Спробуйте завтра або з іншого номера.',
      ROOM_ALREADY_OWNED: 'Це листування вже веде колега.',
      ACCOUNT_NOT_CONNECTED: 'Номер відключений. Зверніться до адміністратора.',
      ACCOUNT_NOT_LINKED: 'Номер ще не прив’язаний. Зверніться до адміністратора.',
      NETWORK_REFUSED: '{network} відмовила без пояснень.',
      BRIDGE_UNAVAILABLE: 'Зв’язку з {network} зараз немає.',
      OFFLINE: 'Немає зв’язку із сервером компанії. Нічого не розпочато.',
      FORBIDDEN: 'Із цього номера вам не можна писати першим.',
      other: 'Не вийшло ({code}). Нічого не розпочато.',
    },
  },
};
