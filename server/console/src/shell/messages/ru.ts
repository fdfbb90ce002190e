import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  nav: {
    label: 'Основное меню', open: 'Меню', close: 'Закрыть меню', skip: 'К содержанию', commands: 'Перейти или сделать', account: 'Ваша учётная запись', signOut: 'Выйти', theme: 'Тема', language: 'Язык',
    themes: { system: 'Как в системе', light: 'Светлая', dark: 'Тёмная' },
    acts: { accessOff: 'Закрыть доступ сейчас: выбрать сотрудника' },
    groups: { now: 'Сейчас', people: 'Люди', record: 'Учёт', box: 'Сервер' },
    home: 'Главная', queue: 'Без ответственного', clients: 'Клиенты', people: 'Сотрудники', handovers: 'Передачи', accounts: 'Номера компании', routing: 'Распределение', records: 'Записи', audit: 'Журнал действий', health: 'Состояние', settings: 'Настройки',
  },
  shell: {
    nothingHere: 'По этому адресу ничего нет, или это не для вас.', toHome: 'На главную',
    unreachable: 'Сервер не отвечает. Ничего из сделанного не потеряно; страница продолжит, как только он ответит.',
    boxAway: 'Сервер не отвечает. То, что вы видите, могло устареть.',
    backAgain: 'Сервер снова отвечает.',
    palette: { go: 'Перейти', do: 'Сделать', look: 'Вид' },
    keys: { title: 'Сочетания клавиш', scope: 'Везде', palette: 'Перейти или сделать что угодно', help: 'Этот список', goTo: 'Перейти: {name}', search: 'Поиск на странице' },
    reason: 'Причина', reasonHint: 'Останется в журнале действий с вашим именем и временем.', reasonMissing: 'Укажите причину: она останется в журнале действий.',
    loading: 'Загрузка', refresh: 'Спросить снова', exportCsv: 'Выгрузить в CSV', search: 'Поиск', filters: 'Фильтры', clearFilters: 'Снять фильтры', chosen: '{count} выбран | {count} выбрано | {count} выбрано | {count} выбрано', rows: '{count} строка | {count} строки | {count} строк | {count} строки', rowsSoFar: 'Показано: {count}, ниже есть ещё',
    nobody: 'Никто', personLocked: 'заблокирован(а)', unknown: 'Неизвестно', never: 'Никогда', yes: 'Да', no: 'Нет', save: 'Сохранить', back: 'Назад', next: 'Далее', done: 'Готово', edit: 'Изменить', copy: 'Скопировать', copied: 'Скопировано',
    roles: { employee: 'Сотрудник', 'team-lead': 'Руководитель группы', administrator: 'Администратор', 'compliance-officer': 'Специалист по контролю' },
    accountStates: { unlinked: 'Не подключён', connecting: 'Подключается', connected: 'Подключён', 'transient-disconnect': 'Связь прервана', 'bad-credentials': 'Отключён сетью', 'logged-out': 'Вышел', unknown: 'Неизвестно' },
    handoverStates: { 'awaiting-approval': 'Ждёт одобрения', scheduled: 'Запланирована', running: 'Идёт', done: 'Завершена', undoing: 'Отменяется', undone: 'Отменена', rejected: 'Отклонена', refused: 'Не началась' },
    days: { label: 'Даты', from: 'С', to: 'По', today: 'Сегодня', last: 'Последний {count} день | Последние {count} дня | Последние {count} дней | Последние {count} дня', between: '{from} — {to}', since: 'С {day}', until: 'По {day}' },
    ofClient: 'Клиент: {name}',
    smallFirm: 'В этой компании один человек может исполнять две роли: тот, кто действовал, и тот, кто проверяет, могут быть одним лицом.',
    liveRooms: 'Текущие переписки может прочитать тот, кто администрирует этот сервер; архив — нет.',
  },
  failure: {
    UNREACHABLE: 'Сервер не отвечает. Неизвестно, сделано ли это.', INTERNAL: 'Ошибка сервера. Номер для тех, кто за ним следит: {request}', BAD_REQUEST: 'Что-то в форме не подходит: {detail}', FORBIDDEN: 'Вам это не разрешено.', NOT_FOUND: 'Этого здесь больше нет.', CONFLICT: 'Тем временем произошло другое. Посмотрите ещё раз, прежде чем продолжать.',
    CHANGED_MEANWHILE: 'Кто-то изменил это, пока вы работали. Ничего не перезаписано: посмотрите, что там сейчас.', TOO_MANY_REQUESTS: 'Слишком много попыток. Повторите через {seconds} с.', HOMESERVER_UNAVAILABLE: 'Сервер сообщений не отвечает. Ничего не изменено.', BRIDGE_UNAVAILABLE: 'Связь с мессенджером не отвечает. Ничего не изменено.', REAUTHENTICATION_REQUIRED: 'Не сделано: вы не подтвердили, что это вы.', PAYLOAD_TOO_LARGE: 'Слишком большой объём.', REASON_REQUIRED: 'Укажите причину: она останется в журнале действий.', other: 'Не сделано ({code}).',
  },
};
