import type { NoticeLanguage } from '@holdfast/contract';

export type NoticeText = { readonly title: string; readonly paragraphs: readonly string[] };

/** The day these words were last changed. A change of meaning, in any language, is a new day: everybody signs again. */
export const wording = '2026-11-25';

type Months = Record<Intl.LDMLPluralRule, string>;
/** `one` and its fellows are the forms for "N months" in the sentence below. */
const months = {
  en: { one: 'month', other: 'months' },
  ru: { one: 'месяца', other: 'месяцев' },
  uk: { one: 'місяця', other: 'місяців' },
  pl: { one: 'miesiąc', few: 'miesiące', other: 'miesięcy' },
} as const satisfies Record<NoticeLanguage, Partial<Months>>;

function monthsIn(language: NoticeLanguage, count: number): string {
  const forms: Partial<Months> & { other: string } = months[language];
  return `${count} ${forms[new Intl.PluralRules(language).select(count)] ?? forms.other}`;
}

const texts: Record<NoticeLanguage, (period: string) => NoticeText> = {
  en: (period) => ({
    title: 'What is recorded here',
    paragraphs: [
      'In this app you answer clients on the company’s own numbers. The numbers, the conversations and the record of them belong to the company.',
      'Everything that you and the client write to each other is recorded: messages, pictures, voice messages, files, reactions and replies, with their time and author. If something is edited or deleted, the first version stays in the record as well. Notes for colleagues are recorded too, although no client ever sees them. So are the main things you do, such as signing in, taking over a conversation or revealing a client’s number.',
      'Who can read it: the colleague who answers the conversation, whoever covers for them, and whoever takes it over later, who then sees its history. As long as nobody answers a conversation, the team can read its latest messages. A compliance officer can read conversations only after giving a reason, and the reason is recorded. Administrators manage numbers and people in their console; they see no messages there.',
      'You should also know this: whoever runs the machine that Holdfast stands on has the technical means to read what is stored on it. If the company keeps a sealed archive, only the key holders it has named can open it.',
      `How long: conversations stay readable in the app for ${period}. The company’s record may be kept longer than that, where the law or the company’s own rules require it.`,
      'Please use these conversations for work only: anything private that is written here is recorded like everything else.',
      'With your name you confirm that you have read this notice.',
    ],
  }),
  ru: (period) => ({
    title: 'Что здесь записывается',
    paragraphs: [
      'В этом приложении вы отвечаете клиентам с номеров компании. Номера, переписка и её запись принадлежат компании.',
      'Записывается всё, что вы и клиент пишете друг другу: сообщения, фотографии, голосовые сообщения, файлы, реакции и ответы — вместе со временем и автором. Если сообщение изменили или удалили, его первоначальный вид тоже остаётся в записи. Заметки для коллег записываются наравне с сообщениями, хотя клиент их никогда не видит. Отмечаются и основные действия: вход в приложение, принятие переписки, просмотр номера клиента.',
      'Кто может это прочитать: сотрудник, который ведёт переписку, тот, кто его замещает, и тот, кому переписку передадут позже, — он увидит и её историю. Пока за переписку никто не отвечает, последние сообщения видит команда. Сотрудник, отвечающий за соблюдение правил, может читать переписку, только указав причину, и эта причина тоже записывается. Администраторы управляют номерами и сотрудниками в своей консоли; сообщений они там не видят.',
      'Важно знать и следующее: тот, кто обслуживает сам сервер с Holdfast, технически может прочитать то, что на нём хранится. Если компания ведёт запечатанный архив, открыть его могут только назначенные ею хранители ключей.',
      `Как долго: переписка доступна для чтения в приложении в течение ${period}. Сама запись может храниться дольше, если этого требуют закон или правила компании.`,
      'Пожалуйста, используйте эту переписку только для работы: личное, написанное здесь, записывается так же, как и всё остальное.',
      'Указывая своё имя, вы подтверждаете, что прочитали это уведомление.',
    ],
  }),
  uk: (period) => ({
    title: 'Що тут записується',
    paragraphs: [
      'У цьому застосунку ви відповідаєте клієнтам із номерів компанії. Номери, листування та його запис належать компанії.',
      'Записується все, що ви й клієнт пишете одне одному: повідомлення, світлини, голосові повідомлення, файли, реакції та відповіді — разом із часом і автором. Якщо повідомлення змінили чи видалили, його первісний вигляд теж лишається в записі. Нотатки для колег записуються так само, як і повідомлення, хоча клієнт їх ніколи не бачить. Фіксуються й основні дії: вхід у застосунок, прийняття листування, перегляд номера клієнта.',
      'Хто може це прочитати: співробітник, який веде листування, той, хто його заміщує, і той, кому листування передадуть згодом, — він побачить і його історію. Поки за листування ніхто не відповідає, останні повідомлення бачить команда. Працівник, відповідальний за дотримання правил, може читати листування, лише вказавши причину, і ця причина також записується. Адміністратори керують номерами та співробітниками у своїй консолі; повідомлень вони там не бачать.',
      'Варто знати й таке: той, хто обслуговує сам сервер із Holdfast, технічно може прочитати те, що на ньому зберігається. Якщо компанія веде запечатаний архів, відкрити його можуть лише призначені нею охоронці ключів.',
      `Як довго: листування доступне для читання в застосунку протягом ${period}. Сам запис може зберігатися довше, якщо цього вимагають закон або правила компанії.`,
      'Будь ласка, використовуйте це листування лише для роботи: особисте, написане тут, записується так само, як і все інше.',
      'Зазначаючи своє ім’я, ви підтверджуєте, що прочитали це повідомлення.',
    ],
  }),
  pl: (period) => ({
    title: 'Co jest tu zapisywane',
    paragraphs: [
      'W tej aplikacji odpowiadasz klientom z numerów firmowych. Numery, rozmowy i ich zapis należą do firmy.',
      'Zapisywane jest wszystko, co Ty i klient piszecie do siebie: wiadomości, zdjęcia, wiadomości głosowe, pliki, reakcje i odpowiedzi, razem z czasem i autorem. Jeśli coś zostanie zmienione lub usunięte, pierwotna wersja również pozostaje w zapisie. Notatki wewnętrzne są zapisywane tak samo jak wiadomości, choć żaden klient ich nie widzi. Odnotowywane są też najważniejsze czynności, na przykład zalogowanie się, przejęcie rozmowy czy odsłonięcie numeru klienta.',
      'Kto może to przeczytać: osoba, która prowadzi rozmowę, jej zastępca oraz osoba, która przejmie rozmowę później i zobaczy wtedy jej historię. Dopóki nikt nie prowadzi rozmowy, jej ostatnie wiadomości widzi zespół. Osoba odpowiedzialna za zgodność z przepisami może czytać rozmowy tylko po podaniu powodu, a ten powód również jest zapisywany. Administratorzy zarządzają w swojej konsoli numerami i pracownikami; wiadomości tam nie widzą.',
      'Warto też wiedzieć, że osoba zarządzająca samym serwerem, na którym działa Holdfast, ma techniczną możliwość odczytania tego, co jest na nim przechowywane. Jeśli firma prowadzi zapieczętowane archiwum, mogą je otworzyć tylko wyznaczeni przez nią posiadacze kluczy.',
      `Jak długo: rozmowy można czytać w aplikacji przez ${period}. Sam zapis może być przechowywany dłużej, jeżeli wymagają tego przepisy prawa lub zasady firmy.`,
      'Prosimy używać tych rozmów wyłącznie do pracy: sprawy prywatne, o których się tu napisze, są zapisywane tak samo jak wszystko inne.',
      'Wpisując swoje imię i nazwisko, potwierdzasz, że znasz treść tej informacji.',
    ],
  }),
};

/** What a person reads before they answer anybody. Pure. */
export function recordingText(language: NoticeLanguage, liveHistoryMonths: number): NoticeText {
  return texts[language](monthsIn(language, liveHistoryMonths));
}

/** The words and the one fact that is filled into them: another period is another promise. */
export const recordingVersion = (liveHistoryMonths: number): string => `${wording}.${liveHistoryMonths}`;
