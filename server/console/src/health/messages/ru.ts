import type { MessagesLike } from '@holdfast/ui';
import { ru as home } from '../../home/messages/ru.ts';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  health: {
    title: 'Состояние',
    kinds: home.home.alerts.kinds, otherKind: home.home.alerts.other,
    severities: { info: 'К сведению', warning: 'Внимание', critical: 'Срочно' },
    places: { account: 'Открыть номер компании', handset: 'Открыть телефон', room: 'Открыть переписку', records: 'Посмотреть сомнительные сообщения', archive: 'Посмотреть состояние архива', parts: 'Посмотреть части системы', checks: 'Посмотреть проверки и что делать' },
    groups: { versions: 'Версии', ports: 'Порты', disk: 'Диск', memory: 'Память', clock: 'Часы', secrets: 'Секреты', homeserver: 'Сервер сообщений', bridges: 'Мессенджеры', gate: 'Отправка', desktop: 'Приложение сотрудника' },
    parts: {
      title: 'Части', answers: 'Отвечает', silent: 'Не отвечает', messageServer: 'Сервер сообщений', messageServerFine: 'Коллеги могут читать и писать.', messageServerSilent: 'Никто не может читать и писать. В проверках сказано, что делать.',
      record: 'Запись', upToDate: 'Без отставания', behind: 'Отстаёт на {count}', faults: 'не понято: {count} | не понято: {count} | не понято: {count} | не понято: {count}', recorded: 'Записано событий: {count}', last: 'последнее',
      outgoing: 'Исходящие сообщения', nothingWaits: 'Ничего не ждёт', waiting: 'ждёт {count} | ждут {count} | ждут {count} | ждут {count}', oldest: 'Самое давнее ждёт {time}.', undecided: 'Решить: {count}', toDecisions: 'Посмотреть',
      messengers: 'Мессенджеры', noMessengers: 'Мессенджеры не настроены.', heard: 'последний раз на связи', unconfirmed: 'не подтверждает доставку', probe: 'Отправить пробу', probeOk: 'Туда и обратно за {ms} мс', probeFailed: 'Не вернулась ({code})',
      numbers: 'Номера компании', numbersFine: '{count} номер компании, всё в порядке. | {count} номера компании, всё в порядке. | {count} номеров компании, всё в порядке. | {count} номера компании, всё в порядке.', since: 'с', paused: 'Приостановлен',
    },
    checks: {
      title: 'Проверки', run: 'Провести проверки', again: 'Проверить снова', running: 'Идут проверки', asOf: 'По состоянию на', never: 'Проверок ещё не было. Они ничего не меняют и занимают около полуминуты.', mend: 'Что делать:',
      states: { ok: 'В порядке', warning: 'Посмотрите', failed: 'Не в порядке', skipped: 'Пропущено' },
      counts: { ok: 'в порядке: {count} | в порядке: {count} | в порядке: {count} | в порядке: {count}', warning: 'посмотреть: {count} | посмотреть: {count} | посмотреть: {count} | посмотреть: {count}', failed: 'не в порядке: {count} | не в порядке: {count} | не в порядке: {count} | не в порядке: {count}', skipped: 'пропущено: {count} | пропущено: {count} | пропущено: {count} | пропущено: {count}' },
      failures: { TIMEOUT: 'Последняя проверка длилась слишком долго и была прервана. Ниже — более ранние данные.', NOT_STARTED: 'Последнюю проверку не удалось начать. Ниже — более ранние данные.', ANSWER_UNREADABLE: 'Ответ последней проверки не читается. Ниже — более ранние данные.', NOT_CONFIGURED: 'Неизвестно, где на этом сервере проверки: выполните на нём `holdfast doctor`.' },
    },
    alerts: {
      title: 'Оповещения', open: 'Открытые', past: 'Прошлые', what: 'Что', about: 'О чём', since: 'С', over: 'Устранено', severity: 'Важность', code: 'Код', solve: 'Где это решается',
      none: 'Ничего не требует внимания.', nonePast: 'Оповещений ещё не было.', endsByItself: 'Это оповещение закроется само, когда исчезнет причина.', endsBySeen: 'Это оповещение о мгновенном событии. Оно закроется, когда кто-нибудь скажет, что видел его.',
      acknowledge: 'Я это видел(а)', acknowledged: 'Оповещение закрыто', acknowledgeTitle: 'С этим разобрались?', acknowledgeText: 'Оповещение перейдёт в прошлые. Ваше имя, время и причина сохранятся.',
    },
    failure: { DOCTOR_UNAVAILABLE: 'Отсюда проверки не запустить: выполните `holdfast doctor` на самом сервере.', ALERT_NOT_ACKNOWLEDGEABLE: 'Это оповещение закроется само, когда исчезнет причина.' },
  },
};
