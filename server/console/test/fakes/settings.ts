import { alertKinds, settingFields, settingShapes, type AlertTest, type NoticeSigner, type NoticeWording, type Settings, type SettingValues } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { personId } from './people.ts';
import { colleaguesOf } from './who.ts';

const now = Date.now();
const initial = (): SettingValues => ({
  responseDueAmberMinutes: 15, responseDueRedMinutes: 60, staleMinutes: 15, offlineHours: 72, looksVisibleToOwner: true, consoleIdleMinutes: 30, language: 'en', languages: ['en', 'pl'],
  email: { enabled: false, host: null, port: 587, tls: 'starttls', user: null, from: null, recipients: [], minimumSeverity: 'warning' }, webhook: { enabled: false, url: null, minimumSeverity: 'critical' }, severities: { ...alertKinds },
});

/** Settings somebody else may change: setting 41 minutes finds that somebody was faster. Mail of 'refused.test' is refused. */
export function settingsHandlers(scene: Scene): FakeHandlers {
  let values = initial();
  let version = 3;
  let touched: readonly string[] = ['consoleIdleMinutes'];
  let passwordSince: number | null = null;
  const answer = (): Settings => ({
    version, values, secrets: { smtpPassword: { setSince: passwordSince, setBy: passwordSince === null ? null : personId(0) }, webhookSecret: { setSince: null, setBy: null } },
    fields: (Object.keys(settingFields) as (keyof typeof settingFields)[]).map((key) => {
      const { minimum = null, maximum = null } = settingShapes[key] as { minimum?: number | null; maximum?: number | null };
      return { key, meaning: settingFields[key].meaning, unit: settingFields[key].unit, minimum, maximum, source: touched.includes(key) ? 'console' : settingFields[key].file ? 'file' : 'default', fileKey: settingFields[key].file, initial: initial()[key], changedAt: touched.includes(key) ? now : null, changedBy: touched.includes(key) ? { personId: personId(1), name: 'Piotr Nowak' } : null };
    }),
    fileOnly: [{ key: 'server_name', value: 'box.test', meaning: 'The part after the colon.' }, { key: 'small_firm', value: scene === 'crowded', meaning: 'Two roles.' }, { key: 'bridges', value: [{ id: 'wa', network: 'whatsapp' }], meaning: 'The messengers.' }],
  });
  const wording: NoticeWording = { hash: 'a'.repeat(64), version: '2026-11-01', language: 'en', title: 'What is recorded here', paragraphs: ['Conversations with clients are recorded.', 'A compliance officer may read them for a reason.'], current: true, signatures: 8 };
  const signers = (scene === 'empty' ? [] : colleaguesOf(scene)).map(({ name, teamId, state }, n): NoticeSigner => ({ personId: personId(n), name, teamId, locked: state === 'locked', signed: n % 4 === 3 ? null : { version: wording.version, language: 'en', hash: wording.hash, at: now - n * 3_600_000, signedName: name }, current: n % 4 !== 3 }));
  return {
    'GET /settings': answer,
    'PATCH /settings'({ body }): Settings {
      const { version: shown, smtpPassword, webhookSecret: _secret, ...changes } = body as { version?: number; smtpPassword?: string; webhookSecret?: string } & Partial<SettingValues>;
      if (changes.responseDueAmberMinutes === 41 && version === 3) {
        values = { ...values, responseDueAmberMinutes: 20 };
        version += 1;
      }
      if (shown !== undefined && shown !== version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE');
      const given = Object.entries(changes) as [keyof SettingValues, unknown][];
      values = { ...values, ...Object.fromEntries(given.map(([key, value]) => [key, value ?? initial()[key]])) };
      touched = [...touched.filter((key) => !given.some(([one]) => one === key)), ...given.filter(([, value]) => value !== null).map(([key]) => key)];
      if (smtpPassword) passwordSince = Date.now();
      version += 1;
      return answer();
    },
    'POST /settings/alerts/test'({ body }): AlertTest {
      const { channel } = body as { channel: 'email' | 'webhook' };
      if (channel === 'webhook' ? values.webhook.url === null : values.email.host === null) return { channel, ok: false, code: 'NOT_CONFIGURED', reply: null, ms: 0 };
      return values.email.host === 'refused.test' ? { channel, ok: false, code: 'AUTHENTICATION_FAILED', reply: 535, ms: 91 } : { channel, ok: true, code: 'OK', reply: 250, ms: 132 };
    },
    'GET /notices/recording/signers'({ query }) {
      const state = query.get('state');
      return { version: wording.version, signers: signers.filter(({ current }) => state === null || current === (state === 'signed')), counts: { signed: signers.filter(({ current }) => current).length, missing: signers.filter(({ current }) => !current).length }, next: null };
    },
    'GET /notices/recording/wordings': () => ({ wordings: [wording] }),
  };
}
