import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  starting: {
    title: 'Новая переписка',
    who: 'Клиент или номер',
    whoHint: 'Знакомое имя или номер с кодом страны, например +48 600 123 456',
    known: 'Знакомые клиенты',
    account: 'С какого номера',
    noAccount: 'У вашей группы нет подключённого номера.',
    disconnected: 'отключён',
    paused: 'приостановлен',
    start: 'Начать',
    cancel: 'Отмена',
    looking: 'Спрашиваем сеть',
    errors: {
      NOT_ON_NETWORK: 'В сети {network} нет такого номера.',
      IDENTIFIER_INVALID: '{network} никого так не находит. Номер начинается с плюса и кода страны.',
      CONTACT_BLOCKED: 'Этот человек не принимает сообщения с нашего номера.',
      NETWORK_LIMITED: '{network} пока не даёт этому номеру начинать новые переписки. Попробуйте завтра или с другого номера.',
      ROOM_ALREADY_OWNED: 'Эту переписку уже ведёт коллега.',
      ACCOUNT_NOT_CONNECTED: 'Номер отключён. Обратитесь к администратору.',
      ACCOUNT_NOT_LINKED: 'Номер ещё не привязан. Обратитесь к администратору.',
      NETWORK_REFUSED: '{network} отказала без объяснения.',
      BRIDGE_UNAVAILABLE: 'Связи с {network} сейчас нет.',
      OFFLINE: 'Нет связи с сервером компании. Ничего не начато.',
      FORBIDDEN: 'С этого номера вам нельзя писать первым.',
      other: 'Не получилось ({code}). Ничего не начато.',
    },
  },
};
