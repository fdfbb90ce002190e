import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  audit: {
    title: 'Журнал дій',
    lead: 'Усі дії людей і самої системи. Змінити чи видалити запис не може ніхто.',
    columns: { act: 'Дія', who: 'Хто', target: 'З чим', reason: 'Причина', at: 'Коли' },
    order: 'Порядок', newest: 'Спершу нові', oldest: 'Спершу старі',
    box: 'Сама система', themselves: 'Із собою', aConversation: 'Листування', aClient: 'Клієнт', aMessage: 'Повідомлення',
    person: 'Людина', personHint: 'Що зробила вона і що зробили з нею.', client: 'Клієнт', onThis: 'З чим: {name}',
    empty: 'Поки нічого не записано.', nothingFound: 'Під ці фільтри не підходить жодна дія.',
    noReason: 'Не вказано', number: 'Номер запису', code: 'Код', open: 'Відкрити', details: 'Подробиці', allOfPerson: 'Усе про цю людину', allOnThis: 'Усе про це',
    export: { title: 'Вивантажити журнал дій', all: 'Увесь журнал буде збережено у файл.', narrowed: 'До файлу потрапить те, що показують фільтри.', holds: 'У файлі імена колег, ідентифікатори та коди; повідомлень, імен і номерів клієнтів у ньому немає. Саме вивантаження теж записується.', save: 'Вивантажити у CSV', done: 'Журнал дій збережено у файл' },
    acts: {
      'administrator-bootstrapped': 'Створено першого адміністратора', 'session-opened': 'Вхід', 'session-closed': 'Вихід', 'session-refused': 'У вході відмовлено', 'session-verified': 'Особу підтверджено',
      'sign-in-link-made': 'Створено одноразове посилання', 'sign-in-link-used': 'Використано одноразове посилання', 'second-factor-added': 'Додано другий крок входу', 'second-factor-removed': 'Вилучено другий крок входу', 'recovery-codes-renewed': 'Оновлено коди відновлення',
      'account-created': 'Додано номер компанії', 'account-changed': 'Змінено номер компанії', 'account-link-started': 'Розпочато підключення номера компанії', 'account-link-cancelled': 'Скасовано підключення номера компанії', 'account-link-failed': 'Не вдалося підключити номер компанії', 'account-linked': 'Підключено номер компанії',
      'account-paused': 'Номер компанії призупинено', 'account-resumed': 'Номер компанії знову працює', 'account-logged-out': 'Виконано вихід із номера компанії', 'account-old-chats-decided': 'Вирішено, що робити зі старим листуванням', 'account-risk-accepted': 'Прийнято ризик неофіційного клієнта', 'account-test-sent': 'Надіслано перевірне повідомлення',
      'person-created': 'Додано людину', 'person-invited': 'Запрошено людину', 'person-changed': 'Змінено дані людини', 'person-locked': 'Людину заблоковано', 'person-unlocked': 'Людину розблоковано', 'person-signed-out': 'Завершено всі сеанси людини', 'person-password-changed': 'Змінено власний пароль', 'person-password-reset': 'Пароль людини замінено',
      'team-created': 'Додано групу', 'team-changed': 'Змінено групу',
      'client-changed': 'Змінено картку клієнта', 'client-merged': 'Клієнтів об’єднано', 'client-split': 'Клієнта розділено', 'client-note-added': 'Додано нотатку про клієнта', 'client-note-removed': 'Вилучено нотатку про клієнта', 'client-contact-revealed': 'Показано номер клієнта',
      'client-import-uploaded': 'Завантажено файл із клієнтами', 'client-import-started': 'Розпочато імпорт клієнтів', 'client-import-finished': 'Завершено імпорт клієнтів', 'client-import-cancelled': 'Скасовано імпорт клієнтів', 'clients-exported': 'Вивантажено клієнтів',
      'client-notice-changed': 'Змінено сповіщення клієнтів про запис', 'client-notice-sent': 'Клієнтові надіслано сповіщення про запис', 'routing-rules-changed': 'Змінено правила розподілу',
      'greeting-created': 'Додано привітання', 'greeting-changed': 'Змінено привітання', 'greeting-removed': 'Вилучено привітання', 'template-created': 'Додано шаблон', 'template-changed': 'Змінено шаблон', 'template-removed': 'Вилучено шаблон',
      'conversation-started': 'Розпочато листування з клієнтом', 'queue-read': 'Прочитано листування без відповідального', 'room-assigned': 'Листування призначено', 'room-claimed': 'Листування взято', 'room-read': 'Прочитано сторінку поточного листування',
      'cover-placed': 'Призначено заміну', 'cover-ended': 'Заміну закінчено',
      'handover-requested': 'Запитано передачу', 'handover-approved': 'Передачу схвалено', 'handover-rejected': 'Передачу відхилено', 'handover-scheduled': 'Передачу заплановано', 'handover-started': 'Передачу розпочато', 'handover-resumed': 'Передачу продовжено', 'handover-completed': 'Передачу завершено', 'handover-undone': 'Передачу скасовано',
      'access-cut': 'Доступ негайно закрито', 'delivery-sent-anyway': 'Сумнівне повідомлення надіслано знову', 'delivery-discarded': 'Сумнівне повідомлення відкинуто', 'message-corrected': 'Повідомлення виправлено', 'message-withdrawn': 'Повідомлення відкликано', 'notice-signed': 'Підписано сповіщення про запис',
      'handset-registered': 'Телефон внесено до реєстру', 'handset-changed': 'Змінено дані телефона', 'handset-handed-out': 'Телефон видано', 'handset-returned': 'Телефон повернуто', 'handset-lost': 'Телефон оголошено загубленим', 'handset-retired': 'Телефон списано',
      'leave-draft-begun': 'Розпочато звільнення працівника', 'leave-draft-discarded': 'Підготовку звільнення відкинуто', 'alert-acknowledged': 'Оповіщення взято до відома', 'device-added': 'Додано пристрій', 'device-removed': 'Вилучено пристрій',
      'look-opened': 'Відкрито поточне листування', 'look-extended': 'Перегляд листування продовжено', 'look-ended': 'Перегляд листування закінчено', 'audit-exported': 'Вивантажено журнал дій', 'settings-changed': 'Змінено налаштування', 'alerts-tested': 'Перевірено канал оповіщень', 'archive-verified': 'Архів перевірено', 'doctor-run': 'Проведено перевірки системи', 'probe-run': 'Проведено пробу через систему',
    },
  },
};
