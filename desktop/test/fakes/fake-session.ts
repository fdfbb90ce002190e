import type { CallHandlers, SessionView } from '../../ipc/index.ts';
import { refuse, userId, type FakeState } from './fake-state.ts';

type SessionCalls = Pick<
  CallHandlers,
  'readSession' | 'discoverBox' | 'signIn' | 'readNotice' | 'signNotice' | 'changePassword' | 'signOut' | 'lockNow' | 'unlock' | 'setPin' | 'setAutoLock' | 'noteActivity' | 'readSettings' | 'changeSettings' | 'readHost' | 'noteFocus'
>;

const hash = 'a'.repeat(64);
const notice = {
  en: ['What is recorded here', ['Everything written in conversations with clients is recorded, also what is edited or deleted later, and internal notes.', 'Colleagues who answer or cover a conversation can read it. A compliance officer can look with a reason, on record.', 'Live conversations are kept for 24 months.']],
  ru: ['Что здесь записывается', ['Записывается всё, что написано в разговорах с клиентами, в том числе исправленное и удалённое, и внутренние заметки.', 'Разговор могут читать коллеги, которые отвечают на него или замещают. Сотрудник по контролю может посмотреть с указанием причины; это записывается.', 'Разговоры хранятся 24 месяца.']],
  uk: ['Що тут записується', ['Записується все, що написано в розмовах із клієнтами, також виправлене й видалене, і внутрішні нотатки.', 'Розмову можуть читати колеги, які на неї відповідають або заміняють. Фахівець із контролю може переглянути з причиною; це записується.', 'Розмови зберігаються 24 місяці.']],
  pl: ['Co jest tu zapisywane', ['Zapisywane jest wszystko, co napisano w rozmowach z klientami, także to, co później zmieniono lub usunięto, oraz notatki wewnętrzne.', 'Rozmowę mogą czytać koledzy, którzy na nią odpowiadają lub zastępują. Osoba odpowiedzialna za zgodność może zajrzeć, podając powód; jest to zapisywane.', 'Rozmowy są przechowywane 24 miesiące.']],
} as const;

/** Sign-in, notice, lock and settings. The address `box.test` is a box; other names fail in the way they are called. */
export function sessionCalls(state: FakeState): SessionCalls {
  let wrongPins = 0;
  const become = (session: SessionView): SessionView => {
    state.session = session;
    state.push({ push: 'session.changed', session });
    return session;
  };
  const ready = (): SessionView => become({ ...state.readyView, pin: { ...state.readyView.pin, isSet: state.pin !== null } });
  const discover = (address: string): void => {
    if (address.trim() === '') refuse('ADDRESS_INVALID');
    const failure = { unreachable: 'BOX_UNREACHABLE', certificate: 'BOX_CERTIFICATE', other: 'NOT_A_BOX', clock: 'CLOCK_SKEW' }[address.split('.')[0] ?? ''];
    if (failure !== undefined) refuse(failure);
    if (!address.includes('box')) refuse('BOX_UNREACHABLE');
  };
  return {
    readSession: async () => state.session,
    async discoverBox({ address }) {
      discover(address);
      return { address: 'https://box.test', serverName: 'box.test', name: address.startsWith('holdfast:') ? 'anna' : null };
    },
    async signIn({ address, name, password }) {
      discover(address);
      if (name === 'locked') refuse('PERSON_LOCKED');
      if (name === 'hasty') refuse('TOO_MANY_REQUESTS');
      if (password !== state.password) refuse('SIGN_IN_FAILED');
      return state.noticeSigned ? ready() : become({ state: 'needs-notice', me: state.readyView.me, userId: userId('anna') });
    },
    async readNotice({ language }) {
      const known = language in notice ? (language as keyof typeof notice) : 'en';
      const [title, paragraphs] = notice[known];
      return { version: '2026-11-01', language: known, languages: ['en', 'ru', 'uk', 'pl'], title, paragraphs: [...paragraphs], hash, signedAt: null, firstSignIn: !state.noticeSigned };
    },
    async signNotice({ hash: signed }) {
      if (signed !== hash) refuse('NOTICE_OUTDATED');
      state.noticeSigned = true;
      return ready();
    },
    async changePassword({ currentPassword, newPassword }) {
      if (currentPassword !== state.password) refuse('SIGN_IN_FAILED');
      state.password = newPassword;
      return null;
    },
    signOut: async () => become({ state: 'signed-out', ended: 'signed-out', lastBox: 'https://box.test', lastName: 'anna' }),
    lockNow: async () => (state.pin === null ? refuse('BAD_INPUT') : become({ state: 'locked', name: state.readyView.me.name, triesLeft: 5 - wrongPins })),
    async unlock({ pin }) {
      if (pin === state.pin) {
        wrongPins = 0;
        return ready();
      }
      wrongPins += 1;
      if (wrongPins >= 5) {
        become({ state: 'signed-out', ended: 'locked-by-box', lastBox: 'https://box.test', lastName: 'anna' });
        refuse('PIN_LOCKED');
      }
      become({ state: 'locked', name: state.readyView.me.name, triesLeft: 5 - wrongPins });
      return refuse('PIN_WRONG');
    },
    async setPin({ pin, currentPin }) {
      if (state.pin !== null && currentPin !== state.pin) refuse('PIN_WRONG');
      state.pin = pin;
      return ready();
    },
    async setAutoLock({ minutes }) {
      state.readyView.pin.autoLockMinutes = minutes;
      return ready();
    },
    noteActivity: async () => null,
    readSettings: async () => state.settings,
    async changeSettings(change) {
      state.settings = { ...state.settings, ...change };
      state.push({ push: 'settings.changed', settings: state.settings });
      return state.settings;
    },
    readHost: async () => state.host,
    noteFocus: async () => null,
  };
}
