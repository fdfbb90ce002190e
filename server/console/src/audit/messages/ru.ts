import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  audit: {
    title: 'Журнал действий',
    lead: 'Все действия людей и самой системы. Изменить или удалить запись не может никто.',
    columns: { act: 'Действие', who: 'Кто', target: 'С чем', reason: 'Причина', at: 'Когда' },
    order: 'Порядок', newest: 'Сначала новые', oldest: 'Сначала старые',
    box: 'Сама система', themselves: 'С собой', aConversation: 'Переписка', aClient: 'Клиент', aMessage: 'Сообщение',
    person: 'Человек', personHint: 'Что сделал он и что сделали с ним.', client: 'Клиент', onThis: 'С чем: {name}',
    empty: 'Пока ничего не записано.', nothingFound: 'Под эти фильтры не подходит ни одно действие.',
    noReason: 'Не указана', number: 'Номер записи', code: 'Код', open: 'Открыть', details: 'Подробности', allOfPerson: 'Всё об этом человеке', allOnThis: 'Всё об этом',
    export: { title: 'Выгрузить журнал действий', all: 'Весь журнал будет сохранён в файл.', narrowed: 'В файл попадёт то, что показывают фильтры.', holds: 'В файле имена коллег, идентификаторы и коды; сообщений, имён и номеров клиентов в нём нет. Сама выгрузка тоже записывается.', save: 'Выгрузить в CSV', done: 'Журнал действий сохранён в файл' },
    acts: {
      'administrator-bootstrapped': 'Создан первый администратор', 'session-opened': 'Вход', 'session-closed': 'Выход', 'session-refused': 'Во входе отказано', 'session-verified': 'Личность подтверждена',
      'sign-in-link-made': 'Создана одноразовая ссылка', 'sign-in-link-used': 'Использована одноразовая ссылка', 'second-factor-added': 'Добавлен второй шаг входа', 'second-factor-removed': 'Удалён второй шаг входа', 'recovery-codes-renewed': 'Обновлены коды восстановления',
      'account-created': 'Добавлен номер компании', 'account-changed': 'Изменён номер компании', 'account-link-started': 'Начато подключение номера компании', 'account-link-cancelled': 'Отменено подключение номера компании', 'account-link-failed': 'Не удалось подключить номер компании', 'account-linked': 'Подключён номер компании',
      'account-paused': 'Номер компании приостановлен', 'account-resumed': 'Номер компании снова работает', 'account-logged-out': 'Выполнен выход с номера компании', 'account-old-chats-decided': 'Решено, что делать со старыми переписками', 'account-risk-accepted': 'Принят риск неофициального клиента', 'account-test-sent': 'Отправлено проверочное сообщение',
      'person-created': 'Добавлен человек', 'person-invited': 'Приглашён человек', 'person-changed': 'Изменены данные человека', 'person-locked': 'Человек заблокирован', 'person-unlocked': 'Человек разблокирован', 'person-signed-out': 'Завершены все сеансы человека', 'person-password-changed': 'Сменён собственный пароль', 'person-password-reset': 'Пароль человека заменён',
      'team-created': 'Добавлена группа', 'team-changed': 'Изменена группа',
      'client-changed': 'Изменена карточка клиента', 'client-merged': 'Клиенты объединены', 'client-split': 'Клиент разделён', 'client-note-added': 'Добавлена заметка о клиенте', 'client-note-removed': 'Удалена заметка о клиенте', 'client-contact-revealed': 'Показан номер клиента',
      'client-import-uploaded': 'Загружен файл с клиентами', 'client-import-started': 'Начат импорт клиентов', 'client-import-finished': 'Завершён импорт клиентов', 'client-import-cancelled': 'Отменён импорт клиентов', 'clients-exported': 'Выгружены клиенты',
      'client-notice-changed': 'Изменено уведомление клиентов о записи', 'client-notice-sent': 'Клиенту отправлено уведомление о записи', 'routing-rules-changed': 'Изменены правила распределения',
      'greeting-created': 'Добавлено приветствие', 'greeting-changed': 'Изменено приветствие', 'greeting-removed': 'Удалено приветствие', 'template-created': 'Добавлен шаблон', 'template-changed': 'Изменён шаблон', 'template-removed': 'Удалён шаблон',
      'conversation-started': 'Начата переписка с клиентом', 'queue-read': 'Прочитана переписка без ответственного', 'room-assigned': 'Переписка назначена', 'room-claimed': 'Переписка взята', 'room-read': 'Прочитана страница текущей переписки',
      'cover-placed': 'Назначена замена', 'cover-ended': 'Замена окончена',
      'handover-requested': 'Запрошена передача', 'handover-approved': 'Передача одобрена', 'handover-rejected': 'Передача отклонена', 'handover-scheduled': 'Передача запланирована', 'handover-started': 'Передача начата', 'handover-resumed': 'Передача продолжена', 'handover-completed': 'Передача завершена', 'handover-undone': 'Передача отменена',
      'access-cut': 'Доступ немедленно закрыт', 'delivery-sent-anyway': 'Сомнительное сообщение отправлено снова', 'delivery-discarded': 'Сомнительное сообщение отброшено', 'message-corrected': 'Сообщение исправлено', 'message-withdrawn': 'Сообщение отозвано', 'notice-signed': 'Подписано уведомление о записи',
      'handset-registered': 'Телефон внесён в реестр', 'handset-changed': 'Изменены данные телефона', 'handset-handed-out': 'Телефон выдан', 'handset-returned': 'Телефон возвращён', 'handset-lost': 'Телефон объявлен потерянным', 'handset-retired': 'Телефон списан',
      'leave-draft-begun': 'Начат уход сотрудника', 'leave-draft-discarded': 'Подготовка ухода отброшена', 'alert-acknowledged': 'Оповещение принято к сведению', 'device-added': 'Добавлено устройство', 'device-removed': 'Удалено устройство',
      'look-opened': 'Открыта текущая переписка', 'look-extended': 'Просмотр переписки продлён', 'look-ended': 'Просмотр переписки окончен', 'audit-exported': 'Выгружен журнал действий', 'settings-changed': 'Изменены настройки', 'alerts-tested': 'Проверен канал оповещений', 'archive-verified': 'Архив проверен', 'doctor-run': 'Проведены проверки системы', 'probe-run': 'Проведена проба через систему',
    },
  },
};
