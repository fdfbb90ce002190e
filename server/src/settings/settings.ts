import { alertKinds, settingFields, settingShapes, type ChangeSettings, type SettingField, type SettingKey, type Settings, type SettingValues } from '@holdfast/contract';
import { Value } from 'typebox/value';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type Clock, type News, type PersonActor, type Secret } from '../kernel/index.ts';
import { readSecretFile, removeSecretFile, writeSecretFile } from './secret-files.ts';
import { forget, namesOfPeople, raiseVersion, readStored, readVersion, store, type StoredSetting } from './setting-repository.ts';
import { webhookFault } from './webhook-url.ts';

/** What holdfast.yaml says of settings that may also change here. */
export type FileSettings = Pick<SettingValues, 'offlineHours' | 'language'>;
type SecretKey = keyof Settings['secrets'];

export type SettingDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly news: News;
  readonly file: FileSettings;
  /** What only holdfast.yaml can change, to be shown. */
  readonly fileOnly: Settings['fileOnly'];
  readonly secretFiles: Readonly<Record<SecretKey, string>>;
};

export const defaultSettings = {
  responseDueAmberMinutes: 30,
  responseDueRedMinutes: 120,
  staleMinutes: 15,
  looksVisibleToOwner: true,
  consoleIdleMinutes: 30,
  languages: ['en', 'ru', 'uk', 'pl'],
  email: { enabled: false, host: null, port: 587, tls: 'starttls', user: null, from: null, recipients: [], minimumSeverity: 'warning' },
  webhook: { enabled: false, url: null, minimumSeverity: 'warning' },
  severities: { ...alertKinds },
} as const satisfies Omit<SettingValues, keyof FileSettings>;

const keys = Object.keys(settingShapes) as SettingKey[];
const secretKeys = ['smtpPassword', 'webhookSecret'] as const satisfies readonly SecretKey[];
/** Values that say nothing about anybody, and so may stand in the audit trail. */
const auditable = new Set<string>(['responseDueAmberMinutes', 'responseDueRedMinutes', 'staleMinutes', 'offlineHours', 'looksVisibleToOwner', 'consoleIdleMinutes', 'language', 'languages']);

export type SettingsService = ReturnType<typeof createSettings>;

export function createSettings({ db, clock, audit, news, file, fileOnly, secretFiles }: SettingDeps) {
  const initial = structuredClone({ ...defaultSettings, ...file }) as SettingValues;
  let current = valuesIn(readStored(db));

  /** A stored value that this release does not understand counts as not changed: the box starts, and says so by its source. */
  function valuesIn(stored: ReadonlyMap<string, StoredSetting>): SettingValues {
    const values = structuredClone(initial);
    for (const key of keys) {
      const found = stored.get(key);
      if (!found) continue;
      const value = key === 'severities' ? known({ ...initial.severities, ...(found.value as object) }) : found.value;
      if (Value.Check(settingShapes[key], value)) Object.assign(values, { [key]: value });
    }
    return values;
  }

  function view(read: ReadDb): Settings {
    const stored = readStored(read);
    const values = valuesIn(stored);
    const names = namesOfPeople(read, [...stored.values()].map(({ changedBy }) => changedBy));
    const secret = (key: SecretKey) => {
      const found = stored.get(key);
      return { setSince: found?.changedAt ?? null, setBy: found?.changedBy ?? null };
    };
    return {
      version: readVersion(read),
      values,
      fields: keys.map((key) => field(key, stored.get(key), names)),
      secrets: { smtpPassword: secret('smtpPassword'), webhookSecret: secret('webhookSecret') },
      fileOnly,
    };
  }

  function field(key: SettingKey, stored: StoredSetting | undefined, names: ReadonlyMap<string, string>): SettingField {
    const { meaning, unit, file: fileKey } = settingFields[key];
    const { minimum, maximum } = settingShapes[key] as { minimum?: number; maximum?: number };
    const changed = stored ? { changedAt: stored.changedAt, changedBy: { personId: stored.changedBy, name: names.get(stored.changedBy) ?? null } } : { changedAt: null, changedBy: null };
    return {
      key, meaning, unit, minimum: minimum ?? null, maximum: maximum ?? null, fileKey, initial: initial[key], ...changed,
      source: stored ? 'console' : fileKey === null ? 'default' : 'file',
    };
  }

  return {
    /** As they are at this moment. Ask whenever one is needed; never keep the answer. */
    now: (): Readonly<SettingValues> => current,

    /** The secret itself, for whoever uses it on the wire; undefined when none is set. */
    secret: (key: SecretKey): Secret | undefined => (readStored(db).has(key) ? readSecretFile(secretFiles[key]) : undefined),

    read: (): Settings => view(db),

    /** All of it or nothing. Whoever read an older version is told instead of overwriting what somebody else decided. */
    change(actor: PersonActor, { version, reason, smtpPassword, webhookSecret, ...changes }: ChangeSettings): Settings {
      const secrets = { smtpPassword, webhookSecret };
      const given = { ...changes, ...secrets } as Record<string, unknown>;
      const fields = [...keys, ...secretKeys].filter((key) => given[key] !== undefined);
      if (fields.length === 0) return view(db);
      const before = current;
      db.write((tx) => {
        if (version !== undefined && version !== readVersion(tx)) throw new AppError('CHANGED_MEANWHILE', 'somebody changed the settings meanwhile; read them again', { field: '/version' });
        const stored = readStored(tx);
        for (const key of fields) {
          if (given[key] === null) stored.delete(key);
          else stored.set(key, { key, value: secretKeys.includes(key as SecretKey) ? null : given[key], changedAt: clock.now(), changedBy: actor.personId });
        }
        const after = valuesIn(stored);
        check(after, (key) => stored.has(key));
        for (const key of secretKeys) if (typeof secrets[key] === 'string') writeSecretFile(secretFiles[key], secrets[key]);
        for (const key of fields) {
          const found = stored.get(key);
          if (found) store(tx, found);
          else forget(tx, key);
        }
        const next = raiseVersion(tx);
        const values = fields.filter((key) => auditable.has(key)).map((key) => [key, { from: before[key as SettingKey], to: after[key as SettingKey] }]);
        audit.record(tx, { actor, action: 'settings.changed', target: 'settings', reason, detail: { version: next, fields, values: Object.fromEntries(values) as unknown } });
        tx.afterCommit(() => {
          current = after;
          for (const key of secretKeys) if (secrets[key] === null) removeSecretFile(secretFiles[key]);
          news.publish({ kind: 'settings.changed', version: next });
        });
      });
      return view(db);
    },
  };
}

const known = (severities: SettingValues['severities']): SettingValues['severities'] =>
  Object.fromEntries(Object.entries(severities).filter(([kind]) => Object.hasOwn(alertKinds, kind))) as SettingValues['severities'];

/** What no single schema can know: that settings fit each other. */
function check({ responseDueAmberMinutes: amber, responseDueRedMinutes: red, email, webhook }: SettingValues, isSet: (key: SecretKey) => boolean): void {
  const refuse = (field: string, message: string): never => {
    throw new AppError('BAD_REQUEST', message, { field });
  };
  if (red < amber) refuse('/responseDueRedMinutes', 'red comes after amber, or together with it');
  if (email.enabled) {
    if (email.host === null) refuse('/email/host', 'e-mail needs a mail server');
    if (email.from === null) refuse('/email/from', 'e-mail needs an address it comes from');
    if (email.recipients.length === 0) refuse('/email/recipients', 'e-mail needs somebody it goes to');
    if (email.user !== null && !isSet('smtpPassword')) refuse('/smtpPassword', 'a mail server that is signed in to needs a password');
  }
  const fault = webhook.url === null ? undefined : webhookFault(webhook.url);
  if (fault !== undefined) refuse('/webhook/url', `the address ${fault}`);
  if (webhook.enabled) {
    if (webhook.url === null) refuse('/webhook/url', 'a webhook needs an address');
    if (!isSet('webhookSecret')) refuse('/webhookSecret', 'a webhook needs a secret that its messages are signed with');
  }
}
