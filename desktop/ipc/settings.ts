import { Type, type Static } from 'typebox';
import { RoomId } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);
const Clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

export const Settings = Type.Object(
  {
    language: nullable(Type.Enum(['en', 'ru', 'uk', 'pl'])),
    theme: Type.Enum(['system', 'light', 'dark']),
    textSize: Type.Enum(['small', 'normal', 'large', 'larger']),
    sendWith: Type.Enum(['enter', 'ctrl-enter']),
    readMarks: Type.Boolean({ description: 'The client sees that their message was read.' }),
    typingMarks: Type.Boolean(),
    spellcheck: Type.Array(Type.String(), { maxItems: 4 }),
    notifications: Type.Object({ enabled: Type.Boolean(), showText: Type.Boolean(), sound: Type.Boolean(), quietFrom: nullable(Clock), quietUntil: nullable(Clock), quietDays: Type.Array(Type.Integer({ minimum: 0, maximum: 6 })) }, strict),
    /** Pictures of the window by other programs are refused by the operating system where it can. */
    contentProtection: Type.Boolean(),
    panes: Type.Object({ list: Type.Integer({ minimum: 200, maximum: 600 }), client: Type.Integer({ minimum: 200, maximum: 600 }), clientOpen: Type.Boolean() }, strict),
  },
  strict,
);
export type Settings = Static<typeof Settings>;

export const defaultSettings: Settings = {
  language: null,
  theme: 'system',
  textSize: 'normal',
  sendWith: 'enter',
  readMarks: true,
  typingMarks: true,
  spellcheck: [],
  notifications: { enabled: true, showText: true, sound: true, quietFrom: null, quietUntil: null, quietDays: [] },
  contentProtection: false,
  panes: { list: 320, client: 300, clientOpen: true },
};

/** What this host can do that another cannot; screens hide the rest. */
export const HostAbilities = Type.Object(
  { kind: Type.Enum(['electron', 'browser']), nativeNotifications: Type.Boolean(), contentProtection: Type.Boolean(), spellcheckLanguages: Type.Array(Type.String()), saveDialog: Type.Boolean(), platform: Type.Enum(['windows', 'mac', 'linux', 'browser']), version: Type.String() },
  strict,
);
export type HostAbilities = Static<typeof HostAbilities>;

export const settingsCalls = defineCalls({
  /** Before anybody signed in these are the device's; afterwards the person's. */
  readSettings: { input: Type.Object({}, strict), output: Settings },
  changeSettings: { input: Type.Partial(Settings, strict), output: Settings },
  readHost: { input: Type.Object({}, strict), output: HostAbilities },
  /** What the person has before them: no notification for it, read marks may go out. */
  noteFocus: { input: Type.Object({ roomId: nullable(RoomId), focused: Type.Boolean() }, strict), output: Type.Null() },
});
