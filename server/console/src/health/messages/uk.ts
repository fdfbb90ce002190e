import type { MessagesLike } from '@holdfast/ui';
import { uk as home } from '../../home/messages/uk.ts';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  health: {
    title: 'Стан',
    kinds: home.home.alerts.kinds, otherKind: home.home.alerts.other,
    severities: { info: 'До відома', warning: 'Увага', critical: 'Терміново' },
    places: { account: 'Відкрити номер компанії', handset: 'Відкрити телефон', room: 'Відкрити листування', records: 'Переглянути сумнівні повідомлення', archive: 'Переглянути стан архіву', parts: 'Переглянути частини системи', checks: 'Переглянути перевірки та що робити' },
    groups: { versions: 'Версії', ports: 'Порти', disk: 'Диск', memory: 'Пам’ять', clock: 'Годинник', secrets: 'Секрети', homeserver: 'Сервер повідомлень', bridges: 'Месенджери', gate: 'Надсилання', desktop: 'Застосунок працівника' },
    parts: {
      title: 'Частини', answers: 'Відповідає', silent: 'Не відповідає', messageServer: 'Сервер повідомлень', messageServerFine: 'Колеги можуть читати й писати.', messageServerSilent: 'Ніхто не може читати й писати. У перевірках сказано, що робити.',
      record: 'Запис', upToDate: 'Без відставання', behind: 'Відстає на {count}', faults: 'не зрозуміло: {count} | не зрозуміло: {count} | не зрозуміло: {count} | не зрозуміло: {count}', recorded: 'Записано подій: {count}', last: 'остання',
      outgoing: 'Вихідні повідомлення', nothingWaits: 'Ніщо не чекає', waiting: 'чекає {count} | чекають {count} | чекають {count} | чекають {count}', oldest: 'Найдавніше чекає {time}.', undecided: 'Вирішити: {count}', toDecisions: 'Переглянути',
      messengers: 'Месенджери', noMessengers: 'Месенджери не налаштовані.', heard: 'востаннє на зв’язку', unconfirmed: 'не підтверджує доставку', probe: 'Надіслати пробу', probeOk: 'Туди й назад за {ms} мс', probeFailed: 'Не повернулася ({code})',
      numbers: 'Номери компанії', numbersFine: '{count} номер компанії, усе гаразд. | {count} номери компанії, усе гаразд. | {count} номерів компанії, усе гаразд. | {count} номера компанії, усе гаразд.', since: 'з', paused: 'Призупинено',
    },
    checks: {
      title: 'Перевірки', run: 'Провести перевірки', again: 'Перевірити знову', running: 'Тривають перевірки', asOf: 'Станом на', never: 'Перевірок ще не було. Вони нічого не змінюють і тривають близько пів хвилини.', mend: 'Що робити:',
      states: { ok: 'Гаразд', warning: 'Погляньте', failed: 'Негаразд', skipped: 'Пропущено' },
      counts: { ok: 'гаразд: {count} | гаразд: {count} | гаразд: {count} | гаразд: {count}', warning: 'поглянути: {count} | поглянути: {count} | поглянути: {count} | поглянути: {count}', failed: 'негаразд: {count} | негаразд: {count} | негаразд: {count} | негаразд: {count}', skipped: 'пропущено: {count} | пропущено: {count} | пропущено: {count} | пропущено: {count}' },
      failures: { TIMEOUT: 'Остання перевірка тривала надто довго, її перервано. Нижче — давніші дані.', NOT_STARTED: 'Останню перевірку не вдалося розпочати. Нижче — давніші дані.', ANSWER_UNREADABLE: 'Відповідь останньої перевірки не читається. Нижче — давніші дані.', NOT_CONFIGURED: 'Невідомо, де на цьому сервері перевірки: виконайте на ньому `holdfast doctor`.' },
    },
    alerts: {
      title: 'Оповіщення', open: 'Відкриті', past: 'Минулі', what: 'Що', about: 'Про що', since: 'З', over: 'Усунуто', severity: 'Важливість', code: 'Код', solve: 'Де це вирішується',
      none: 'Ніщо не потребує уваги.', nonePast: 'Оповіщень ще не було.', endsByItself: 'Це оповіщення закриється саме, коли зникне причина.', endsBySeen: 'Це оповіщення про миттєву подію. Воно закриється, коли хтось скаже, що бачив його.',
      acknowledge: 'Я це бачу', acknowledged: 'Оповіщення закрито', acknowledgeTitle: 'З цим розібралися?', acknowledgeText: 'Оповіщення перейде до минулих. Ваше ім’я, час і причина збережуться.',
    },
    failure: { DOCTOR_UNAVAILABLE: 'Звідси перевірки не запустити: виконайте `holdfast doctor` на самому сервері.', ALERT_NOT_ACKNOWLEDGEABLE: 'Це оповіщення закриється саме, коли зникне причина.' },
  },
};
