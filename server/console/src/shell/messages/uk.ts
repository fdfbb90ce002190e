import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  nav: {
    label: 'Головне меню', open: 'Меню', close: 'Закрити меню', skip: 'До вмісту', commands: 'Перейти або зробити', account: 'Ваш обліковий запис', signOut: 'Вийти', theme: 'Тема', language: 'Мова',
    themes: { system: 'Як у системі', light: 'Світла', dark: 'Темна' },
    acts: { accessOff: 'Закрити доступ зараз: вибрати працівника' },
    groups: { now: 'Зараз', people: 'Люди', record: 'Облік', box: 'Сервер' },
    home: 'Головна', queue: 'Без відповідального', clients: 'Клієнти', people: 'Працівники', handovers: 'Передачі', accounts: 'Номери компанії', routing: 'Розподіл', records: 'Записи', audit: 'Журнал дій', health: 'Стан', settings: 'Налаштування',
  },
  shell: {
    nothingHere: 'За цією адресою нічого немає, або це не для вас.', toHome: 'На головну',
    unreachable: 'Сервер не відповідає. Нічого зі зробленого не втрачено; сторінка продовжить, щойно він відповість.',
    boxAway: 'Сервер не відповідає. Те, що ви бачите, могло застаріти.',
    backAgain: 'Сервер знову відповідає.',
    palette: { go: 'Перейти', do: 'Зробити', look: 'Вигляд' },
    keys: { title: 'Клавіші', scope: 'Усюди', palette: 'Перейти або зробити будь-що', help: 'Цей список', goTo: 'Перейти: {name}', search: 'Пошук на сторінці' },
    reason: 'Причина', reasonHint: 'Залишиться в журналі дій з вашим ім’ям і часом.', reasonMissing: 'Вкажіть причину: вона залишиться в журналі дій.',
    loading: 'Завантаження', refresh: 'Запитати знову', exportCsv: 'Вивантажити в CSV', search: 'Пошук', filters: 'Фільтри', clearFilters: 'Зняти фільтри', chosen: '{count} вибрано | {count} вибрано | {count} вибрано | {count} вибрано', rows: '{count} рядок | {count} рядки | {count} рядків | {count} рядка', rowsSoFar: 'Показано: {count}, нижче є ще',
    nobody: 'Ніхто', personLocked: 'заблоковано', unknown: 'Невідомо', never: 'Ніколи', yes: 'Так', no: 'Ні', save: 'Зберегти', back: 'Назад', next: 'Далі', done: 'Готово', edit: 'Змінити', copy: 'Скопіювати', copied: 'Скопійовано',
    roles: { employee: 'Працівник', 'team-lead': 'Керівник групи', administrator: 'Адміністратор', 'compliance-officer': 'Фахівець з контролю' },
    accountStates: { unlinked: 'Не підключено', connecting: 'Підключається', connected: 'Підключено', 'transient-disconnect': 'Зв’язок перервано', 'bad-credentials': 'Відключено мережею', 'logged-out': 'Вийшов', unknown: 'Невідомо' },
    handoverStates: { 'awaiting-approval': 'Чекає на схвалення', scheduled: 'Заплановано', running: 'Триває', done: 'Завершено', undoing: 'Скасовується', undone: 'Скасовано', rejected: 'Відхилено', refused: 'Не почалася' },
    days: { label: 'Дати', from: 'Від', to: 'До', today: 'Сьогодні', last: 'Останній {count} день | Останні {count} дні | Останні {count} днів | Останні {count} дня', between: '{from} — {to}', since: 'Від {day}', until: 'До {day}' },
    ofClient: 'Клієнт: {name}',
    smallFirm: 'У цій компанії одна людина може мати дві ролі: той, хто діяв, і той, хто перевіряє, можуть бути однією особою.',
    liveRooms: 'Поточні листування може прочитати той, хто адмініструє цей сервер; архів — ні.',
  },
  failure: {
    UNREACHABLE: 'Сервер не відповідає. Невідомо, чи це зроблено.', INTERNAL: 'Помилка сервера. Номер для тих, хто за ним стежить: {request}', BAD_REQUEST: 'Щось у формі не підходить: {detail}', FORBIDDEN: 'Вам це не дозволено.', NOT_FOUND: 'Цього тут більше немає.', CONFLICT: 'Тим часом сталося інше. Подивіться ще раз, перш ніж продовжувати.',
    CHANGED_MEANWHILE: 'Хтось змінив це, поки ви працювали. Нічого не перезаписано: подивіться, що там зараз.', TOO_MANY_REQUESTS: 'Забагато спроб. Повторіть через {seconds} с.', HOMESERVER_UNAVAILABLE: 'Сервер повідомлень не відповідає. Нічого не змінено.', BRIDGE_UNAVAILABLE: 'Зв’язок із месенджером не відповідає. Нічого не змінено.', REAUTHENTICATION_REQUIRED: 'Не зроблено: ви не підтвердили, що це ви.', PAYLOAD_TOO_LARGE: 'Завеликий обсяг.', REASON_REQUIRED: 'Вкажіть причину: вона залишиться в журналі дій.', other: 'Не зроблено ({code}).',
  },
};
