import type { AlertKind, NoticeLanguage } from '@holdfast/contract';
import type { Told } from './told.ts';

type Words = {
  readonly kinds: Readonly<Record<AlertKind, string>>;
  readonly other: string;
  readonly severities: Readonly<Record<Told['severity'], string>>;
  readonly over: string;
  readonly since: string;
  readonly about: string;
  readonly look: string;
  readonly footer: string;
  readonly digest: (opened: number, resolved: number) => string;
  readonly more: string;
  readonly test: { readonly subject: string; readonly text: string };
};

const words: Readonly<Record<NoticeLanguage, Words>> = {
  en: {
    kinds: {
      'delivery.stuck': 'A message to a client is not sent yet',
      'delivery.uncertain': 'It is not known whether a message arrived; somebody must decide',
      'gate.failed': 'A message was not sent because of a fault of the box',
      'journal.fault': 'A part of the box could not process something that was recorded',
      'archive.no-policy': 'No key holders are named: nothing is recorded, and messages wait',
      'archive.policy-refused': 'A policy of the archive was not taken',
      'archive.frozen': 'The archive and the record do not belong together: nothing is signed any more',
      'archive.failed': 'The archive cannot be written',
      'archive.unverified': 'The archive is not as it was written',
      'archive.witness-away': 'A witness of the archive has not answered for 15 minutes',
      'archive.media-missing': 'A file of a message could not be kept',
      'job.stuck': 'Work of the box keeps failing',
      'account-state': 'A company number is not connected',
      'account-warning': 'A company number needs attention',
      'account-replaced': 'The link of a company number was replaced by another',
      'portal-without-account': 'A conversation belongs to no company number',
      'old-chat-refused': 'An old conversation could not be imported',
      'unknown-login': 'A messenger reports a link that this box did not make',
      'account-unlinks-soon': 'The network will soon unlink a company number: its phone was away too long',
      'handset.message': 'Somebody wrote from a handset that is handed out',
      'handset.message-from-safe': 'Somebody wrote from a handset that should be in the safe',
      'handset.message-from-lost': 'Somebody wrote from a handset that is lost',
    },
    other: 'Something needs attention',
    severities: { info: 'notice', warning: 'warning', critical: 'critical' },
    over: 'Over',
    since: 'Since',
    about: 'About',
    look: 'Open',
    footer: 'Sent by Holdfast. It holds no messages, names or numbers on purpose; they are in the console.',
    digest: (opened, resolved) => `${opened} new, ${resolved} over`,
    more: 'All alerts',
    test: { subject: 'Test message', text: 'This is a test. Alerts will come to you this way.' },
  },
  ru: {
    kinds: {
      'delivery.stuck': 'Сообщение клиенту ещё не отправлено',
      'delivery.uncertain': 'Неизвестно, дошло ли сообщение; нужно решение человека',
      'gate.failed': 'Сообщение не отправлено из-за сбоя системы',
      'journal.fault': 'Часть системы не смогла обработать записанное событие',
      'archive.no-policy': 'Хранители ключей не названы: ничего не записывается, сообщения ждут',
      'archive.policy-refused': 'Правила архива не приняты',
      'archive.frozen': 'Архив и запись не соответствуют друг другу: ничего больше не подписывается',
      'archive.failed': 'Архив не удаётся записать',
      'archive.unverified': 'Архив не такой, каким был записан',
      'archive.witness-away': 'Свидетель архива не отвечает 15 минут',
      'archive.media-missing': 'Файл сообщения не удалось сохранить',
      'job.stuck': 'Одна из задач системы раз за разом завершается с ошибкой',
      'account-state': 'Номер компании не подключён',
      'account-warning': 'Номер компании требует внимания',
      'account-replaced': 'Подключение номера компании заменено другим',
      'portal-without-account': 'Переписка не относится ни к одному номеру компании',
      'old-chat-refused': 'Старую переписку не удалось перенести',
      'unknown-login': 'Мессенджер сообщает о подключении, которого эта система не создавала',
      'account-unlinks-soon': 'Сеть скоро отвяжет номер компании: его телефон слишком давно не на связи',
      'handset.message': 'Сообщение отправлено с выданного телефона',
      'handset.message-from-safe': 'Сообщение отправлено с телефона, который должен лежать в сейфе',
      'handset.message-from-lost': 'Сообщение отправлено с потерянного телефона',
    },
    other: 'Что-то требует внимания',
    severities: { info: 'сообщение', warning: 'внимание', critical: 'срочно' },
    over: 'Устранено',
    since: 'С',
    about: 'О чём',
    look: 'Открыть',
    footer: 'Письмо отправлено Holdfast. В нём намеренно нет сообщений, имён и номеров: они есть в консоли.',
    digest: (opened, resolved) => `новых: ${opened}, устранено: ${resolved}`,
    more: 'Все оповещения',
    test: { subject: 'Проверка', text: 'Это проверка. Оповещения будут приходить таким же образом.' },
  },
  uk: {
    kinds: {
      'delivery.stuck': 'Повідомлення клієнтові ще не надіслано',
      'delivery.uncertain': 'Невідомо, чи дійшло повідомлення; потрібне рішення людини',
      'gate.failed': 'Повідомлення не надіслано через збій системи',
      'journal.fault': 'Частина системи не змогла обробити записану подію',
      'archive.no-policy': 'Зберігачів ключів не названо: нічого не записується, повідомлення чекають',
      'archive.policy-refused': 'Правила архіву не прийнято',
      'archive.frozen': 'Архів і запис не відповідають одне одному: нічого більше не підписується',
      'archive.failed': 'Архів не вдається записати',
      'archive.unverified': 'Архів не такий, яким його записали',
      'archive.witness-away': 'Свідок архіву не відповідає 15 хвилин',
      'archive.media-missing': 'Файл повідомлення не вдалося зберегти',
      'job.stuck': 'Одне із завдань системи раз у раз завершується помилкою',
      'account-state': 'Номер компанії не підключений',
      'account-warning': 'Номер компанії потребує уваги',
      'account-replaced': 'Підключення номера компанії замінено іншим',
      'portal-without-account': 'Листування не належить до жодного номера компанії',
      'old-chat-refused': 'Старе листування не вдалося перенести',
      'unknown-login': 'Месенджер повідомляє про підключення, якого ця система не створювала',
      'account-unlinks-soon': 'Мережа незабаром від’єднає номер компанії: його телефон надто довго не на зв’язку',
      'handset.message': 'Повідомлення надіслано з виданого телефона',
      'handset.message-from-safe': 'Повідомлення надіслано з телефона, який має лежати в сейфі',
      'handset.message-from-lost': 'Повідомлення надіслано із загубленого телефона',
    },
    other: 'Щось потребує уваги',
    severities: { info: 'повідомлення', warning: 'увага', critical: 'терміново' },
    over: 'Усунено',
    since: 'З',
    about: 'Про що',
    look: 'Відкрити',
    footer: 'Лист надіслано Holdfast. У ньому навмисно немає повідомлень, імен і номерів: вони є в консолі.',
    digest: (opened, resolved) => `нових: ${opened}, усунено: ${resolved}`,
    more: 'Усі сповіщення',
    test: { subject: 'Перевірка', text: 'Це перевірка. Сповіщення надходитимуть у такий самий спосіб.' },
  },
  pl: {
    kinds: {
      'delivery.stuck': 'Wiadomość do klienta nie została jeszcze wysłana',
      'delivery.uncertain': 'Nie wiadomo, czy wiadomość dotarła; ktoś musi zdecydować',
      'gate.failed': 'Wiadomość nie została wysłana z powodu błędu systemu',
      'journal.fault': 'Część systemu nie przetworzyła zapisanego zdarzenia',
      'archive.no-policy': 'Nie wskazano posiadaczy kluczy: nic nie jest zapisywane, wiadomości czekają',
      'archive.policy-refused': 'Zasady archiwum nie zostały przyjęte',
      'archive.frozen': 'Archiwum i zapis nie pasują do siebie: nic już nie jest podpisywane',
      'archive.failed': 'Nie można zapisać archiwum',
      'archive.unverified': 'Archiwum nie jest takie, jakie zapisano',
      'archive.witness-away': 'Świadek archiwum nie odpowiada od 15 minut',
      'archive.media-missing': 'Nie udało się zachować pliku wiadomości',
      'job.stuck': 'Zadanie systemu wciąż kończy się błędem',
      'account-state': 'Numer firmowy nie jest połączony',
      'account-warning': 'Numer firmowy wymaga uwagi',
      'account-replaced': 'Połączenie numeru firmowego zostało zastąpione innym',
      'portal-without-account': 'Rozmowa nie należy do żadnego numeru firmowego',
      'old-chat-refused': 'Nie udało się przenieść starej rozmowy',
      'unknown-login': 'Komunikator zgłasza połączenie, którego ten system nie utworzył',
      'account-unlinks-soon': 'Sieć wkrótce odłączy numer firmy: jego telefon zbyt długo nie był w kontakcie',
      'handset.message': 'Ktoś napisał z wydanego telefonu',
      'handset.message-from-safe': 'Ktoś napisał z telefonu, który powinien leżeć w sejfie',
      'handset.message-from-lost': 'Ktoś napisał ze zgubionego telefonu',
    },
    other: 'Coś wymaga uwagi',
    severities: { info: 'informacja', warning: 'uwaga', critical: 'pilne' },
    over: 'Zakończone',
    since: 'Od',
    about: 'Dotyczy',
    look: 'Otwórz',
    footer: 'Wysłane przez Holdfast. Celowo nie ma tu wiadomości, nazwisk ani numerów: są w konsoli.',
    digest: (opened, resolved) => `nowe: ${opened}, zakończone: ${resolved}`,
    more: 'Wszystkie alerty',
    test: { subject: 'Wiadomość testowa', text: 'To jest test. Tak będą przychodzić alerty.' },
  },
};

export type Link = { readonly console: string };

const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const kindOf = (said: Words, kind: string): string => (said.kinds as Readonly<Record<string, string>>)[kind] ?? said.other;
const title = (said: Words, { turn, kind, severity }: Told): string => `${turn === 'resolved' ? said.over : said.severities[severity]}: ${kindOf(said, kind)}`;
/** Ids alone stand behind `about`: a target that is none (a job's key) is left out. */
const idOf = (target: string): string | null => (/^(?:[a-z]{4}_[0-9a-z]+|[!$][^\s]+|[a-z0-9.-]+\/\d+)$/.test(target) ? target : null);

export function mailOf(told: Told, language: NoticeLanguage, { console }: Link): { subject: string; text: string } {
  const said = words[language];
  const id = idOf(told.target);
  const lines = [
    `${title(said, told)}.`, '', `${said.since}: ${moment(told.at)}`, ...(id === null ? [] : [`${said.about}: ${id}`]), `${said.look}: ${console}/?alert=${told.alertId}`, '', said.footer,
  ];
  return { subject: `[Holdfast] ${title(said, told)}`, text: lines.join('\n') };
}

export function digestOf(told: readonly Told[], language: NoticeLanguage, { console }: Link): { subject: string; text: string } {
  const said = words[language];
  const resolved = told.filter(({ turn }) => turn === 'resolved').length;
  const lines = told.map((each) => `- ${moment(each.at)} · ${title(said, each)}\n  ${console}/?alert=${each.alertId}`);
  const summary = said.digest(told.length - resolved, resolved);
  return { subject: `[Holdfast] ${summary}`, text: [`${summary}.`, '', ...lines, '', `${said.more}: ${console}/`, '', said.footer].join('\n') };
}

export function testMail(language: NoticeLanguage, { console }: Link): { subject: string; text: string } {
  const said = words[language];
  return { subject: `[Holdfast] ${said.test.subject}`, text: `${said.test.text}\n\n${said.more}: ${console}/\n\n${said.footer}` };
}
