import { Type, type Static } from 'typebox';
import { alertKinds } from './alert-kinds.ts';
import { PersonId, Timestamp } from './ids.ts';
import { NoticeLanguage } from './notices.ts';
import { nullable, strict } from './shape.ts';

export const severities = ['info', 'warning', 'critical'] as const;
export const Severity = Type.Enum(severities);
export type Severity = (typeof severities)[number];

const Host = Type.String({ pattern: '^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$', description: 'Name or address of the mail server.' });
const Address = Type.String({ pattern: '^[^\\s@<>,;:"]{1,64}@[^\\s@<>,;:"]{1,190}$', maxLength: 254 });

export const EmailAlerts = Type.Object(
  {
    enabled: Type.Boolean(),
    host: nullable(Host),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    tls: Type.Enum(['implicit', 'starttls', 'none'], { description: '`implicit`: TLS from the first byte (port 465); `starttls`: refused without it (port 587); `none`: in the clear, for a mail server on this machine or network.' }),
    user: nullable(Type.String({ minLength: 1, maxLength: 254 })),
    from: nullable(Address),
    recipients: Type.Array(Address, { maxItems: 20, uniqueItems: true }),
    minimumSeverity: Severity,
  },
  strict,
);
export type EmailAlerts = Static<typeof EmailAlerts>;

export const WebhookAlerts = Type.Object(
  {
    enabled: Type.Boolean(),
    url: nullable(Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 1000, description: '`https`, or `http` to this machine or a private network.' })),
    minimumSeverity: Severity,
  },
  strict,
);
export type WebhookAlerts = Static<typeof WebhookAlerts>;

export const AlertSeverity = Type.Enum(['off', ...severities], { description: '`off`: shown in the console and told to nobody else.' });
const kindNames = Object.keys(alertKinds) as (keyof typeof alertKinds)[];
export const AlertSeverities = Type.Object(Object.fromEntries(kindNames.map((kind) => [kind, AlertSeverity])) as Record<keyof typeof alertKinds, typeof AlertSeverity>, strict);
export type AlertSeverities = Static<typeof AlertSeverities>;

/** What may change while the box runs. Bounds are in the schema; meaning and unit in `settingFields`. */
export const settingShapes = {
  responseDueAmberMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
  responseDueRedMinutes: Type.Integer({ minimum: 1, maximum: 20_160 }),
  staleMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  offlineHours: Type.Integer({ minimum: 0, maximum: 720 }),
  looksVisibleToOwner: Type.Boolean(),
  consoleIdleMinutes: Type.Integer({ minimum: 5, maximum: 720 }),
  language: NoticeLanguage,
  languages: Type.Array(NoticeLanguage, { minItems: 1, maxItems: 4, uniqueItems: true }),
  email: EmailAlerts,
  webhook: WebhookAlerts,
  severities: AlertSeverities,
};
export const SettingValues = Type.Object(settingShapes, strict);
export type SettingValues = Static<typeof SettingValues>;
export type SettingKey = keyof SettingValues;

/** Said of each setting in words for developers; screens show their own for the key. */
export const settingFields = {
  responseDueAmberMinutes: { unit: 'minutes', file: null, meaning: 'A client who waits longer for an answer is shown in amber.' },
  responseDueRedMinutes: { unit: 'minutes', file: null, meaning: 'A client who waits longer for an answer is shown in red. Never less than amber.' },
  staleMinutes: { unit: 'minutes', file: null, meaning: 'On new company accounts, a message unsent for longer asks for confirmation. An account may have its own.' },
  offlineHours: { unit: 'hours', file: 'offline_hours', meaning: 'How long an employee’s app may go on without reaching the box before it destroys what it stored; 0 forbids working without the box.' },
  looksVisibleToOwner: { unit: null, file: null, meaning: 'Whoever answers a conversation sees in it that a compliance officer opened it.' },
  consoleIdleMinutes: { unit: 'minutes', file: null, meaning: 'A console nobody touches for longer asks to sign in again.' },
  language: { unit: null, file: 'language', meaning: 'The language of the box’s own messages: alerts and remarks in conversations.' },
  languages: { unit: null, file: null, meaning: 'The languages in which the company writes to its clients; screens offer these first.' },
  email: { unit: null, file: null, meaning: 'Alerts by e-mail.' },
  webhook: { unit: null, file: null, meaning: 'Alerts to a program of the company.' },
  severities: { unit: null, file: null, meaning: 'How grave each kind of alert is.' },
} as const satisfies Record<SettingKey, { unit: 'minutes' | 'hours' | null; file: string | null; meaning: string }>;

const SetSecret = (description: string) => Type.Object({ setSince: nullable(Timestamp), setBy: nullable(PersonId) }, { ...strict, description });

const SettingField = Type.Object(
  {
    key: Type.String(),
    meaning: Type.String(),
    unit: nullable(Type.Enum(['minutes', 'hours'])),
    minimum: nullable(Type.Integer()),
    maximum: nullable(Type.Integer()),
    source: Type.Enum(['console', 'file', 'default'], { description: 'Whose word counts now: somebody changed it here, holdfast.yaml says it, or nobody did.' }),
    fileKey: nullable(Type.String({ description: 'Its key in holdfast.yaml, when it has one.' })),
    initial: Type.Unknown({ description: 'What it is when nobody changes it here: from the file or by default.' }),
    changedAt: nullable(Timestamp),
    changedBy: nullable(Type.Object({ personId: PersonId, name: nullable(Type.String()) }, strict)),
  },
  strict,
);
export type SettingField = Static<typeof SettingField>;

const FileSetting = Type.Object(
  { key: Type.String({ description: 'Key in holdfast.yaml.' }), value: Type.Unknown(), meaning: Type.String() },
  { ...strict, description: 'Changed in holdfast.yaml and put into effect with `holdfast up`.' },
);
export type FileSetting = Static<typeof FileSetting>;

export const Settings = Type.Object(
  {
    version: Type.Integer({ minimum: 0 }),
    values: SettingValues,
    fields: Type.Array(SettingField),
    secrets: Type.Object({ smtpPassword: SetSecret('The password of the mail server.'), webhookSecret: SetSecret('What signs webhook messages.') }, strict),
    fileOnly: Type.Array(FileSetting),
  },
  strict,
);
export type Settings = Static<typeof Settings>;

/** What is left out stays. Null gives a setting back to the file or the default; for a secret it removes it. */
export const ChangeSettings = Type.Object(
  {
    version: Type.Optional(Type.Integer({ minimum: 0, description: 'Of what the caller read; CHANGED_MEANWHILE when somebody was faster.' })),
    ...Object.fromEntries(Object.entries(settingShapes).map(([key, shape]) => [key, Type.Optional(nullable(shape))])) as unknown as { [Key in SettingKey]: ReturnType<typeof Type.Optional<ReturnType<typeof nullable<(typeof settingShapes)[Key]>>>> },
    smtpPassword: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 1000 }))),
    webhookSecret: Type.Optional(nullable(Type.String({ minLength: 16, maxLength: 200 }))),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  strict,
);
export type ChangeSettings = Static<typeof ChangeSettings>;

export const alertChannels = ['email', 'webhook'] as const;
export const AlertChannel = Type.Enum(alertChannels);
export type AlertChannel = (typeof alertChannels)[number];

export const TestAlerts = Type.Object({ channel: AlertChannel }, strict);
export type TestAlerts = Static<typeof TestAlerts>;

export const alertTestCodes = [
  'OK', 'NOT_CONFIGURED', 'HOST_UNKNOWN', 'CONNECTION_REFUSED', 'TIMEOUT', 'TLS_FAILED', 'TLS_NOT_OFFERED', 'AUTHENTICATION_FAILED',
  'SENDER_REFUSED', 'RECIPIENT_REFUSED', 'ADDRESS_NOT_ALLOWED', 'REDIRECTED', 'REJECTED', 'FAILED',
] as const;

/** What the other side made of a test message. */
export const AlertTest = Type.Object(
  {
    channel: AlertChannel,
    ok: Type.Boolean(),
    code: Type.Enum(alertTestCodes),
    reply: nullable(Type.Integer({ description: 'The number the server answered with: of SMTP or of HTTP.' })),
    ms: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type AlertTest = Static<typeof AlertTest>;
