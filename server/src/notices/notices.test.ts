import { createHash } from 'node:crypto';
import { noticeLanguages, type NoticeLanguage, type RecordingNotice } from '@holdfast/contract';
import { describe, expect, test } from 'vitest';
import { apiForTest } from '../../test/support/api.ts';
import { createNotices } from './index.ts';
import { recordingText } from './recording-text.ts';

const hashOf = ({ title, paragraphs }: Pick<RecordingNotice, 'title' | 'paragraphs'>) =>
  createHash('sha256').update(`${title}\n\n${paragraphs.join('\n\n')}`).digest('hex');

async function signing(liveHistoryMonths = 24) {
  const base = await apiForTest();
  const noticesOf = (months: number) => createNotices({ db: base.db, clock: base.clock, audit: base.audit, language: 'pl', liveHistoryMonths: months });
  const person = await base.people.hire('anna', ['employee']);
  const actor = base.sessions.actorOf(await base.tokenOf(person));
  return { ...base, actor, noticesOf, notices: noticesOf(liveHistoryMonths) };
}

describe('the words', () => {
  test.each(noticeLanguages)('in %s say what, who and how long, and no other language shines through', (language) => {
    const { title, paragraphs } = recordingText(language, 24);
    const whole = [title, ...paragraphs].join('\n');
    expect(paragraphs).toHaveLength(recordingText('en', 24).paragraphs.length);
    expect(new Set([title, ...paragraphs]).size).toBe(paragraphs.length + 1);
    expect(whole).toContain('24');
    expect(whole).not.toMatch(/undefined|\{|\$/);
    const cyrillic = (whole.match(/\p{Script=Cyrillic}/gu) ?? []).length;
    if (language === 'en' || language === 'pl') expect(cyrillic).toBe(0);
    else expect((whole.replaceAll('Holdfast', '').match(/\p{Script=Latin}/gu) ?? []).length).toBe(0);
    if (language === 'uk') expect(whole).not.toMatch(/[ыэъё]/i);
    if (language === 'ru') expect(whole).not.toMatch(/[іїєґ]/i);
  });

  test.each<[NoticeLanguage, number, string]>([
    ['en', 1, '1 month.'], ['en', 24, '24 months.'],
    ['ru', 1, '1 месяца.'], ['ru', 3, '3 месяцев.'], ['ru', 21, '21 месяца.'], ['ru', 24, '24 месяцев.'],
    ['uk', 1, '1 місяця.'], ['uk', 12, '12 місяців.'],
    ['pl', 1, '1 miesiąc.'], ['pl', 3, '3 miesiące.'], ['pl', 12, '12 miesięcy.'], ['pl', 22, '22 miesiące.'],
  ])('in %s, %i months are "%s"', (language, count, words) => {
    expect(recordingText(language, count).paragraphs.join('\n')).toContain(words);
  });
});

test('who never signed is told so, in the language they ask for or the one of the box', async () => {
  const { notices, actor } = await signing();
  const notice = notices.recording(actor, {});
  expect(notice).toMatchObject({ language: 'pl', languages: ['en', 'ru', 'uk', 'pl'], signedAt: null, firstSignIn: true });
  expect(notice.hash).toBe(hashOf(notice));
  expect(notices.recording(actor, { language: 'uk' }).title).toBe('Що тут записується');
});

test('a signature stands under exactly the text that was read, and the text is kept', async () => {
  const { notices, actor, clock, db, audit } = await signing();
  const notice = notices.recording(actor, { language: 'ru' });
  const { signatureId, at } = notices.sign(actor, { version: notice.version, language: 'ru', hash: notice.hash, signedName: ' Анна Ковальская ' });
  expect(at).toBe(clock.now());
  const kept = db
    .prepare<[], Record<string, unknown>>('SELECT s.id, s.person_id, s.signed_name, s.session_id, t.version, t.language, t.text FROM notice_signature s JOIN notice_text t USING (hash)')
    .get();
  expect(kept).toEqual({
    id: signatureId, person_id: actor.personId, signed_name: 'Анна Ковальская', session_id: actor.sessionId, version: notice.version, language: 'ru',
    text: `${notice.title}\n\n${notice.paragraphs.join('\n\n')}`,
  });
  expect(notices.recording(actor, { language: 'en' })).toMatchObject({ signedAt: at, firstSignIn: false });
  const [entry] = audit.list(db, { action: 'notice.signed', limit: 9 });
  expect(entry).toMatchObject({ target: signatureId, detail: { version: notice.version, language: 'ru', hash: notice.hash } });
  expect(JSON.stringify(entry)).not.toContain('Анна');
});

test('signing again, even in another language, is the same signature', async () => {
  const { notices, actor, clock, db } = await signing();
  const first = notices.recording(actor, { language: 'en' });
  const signed = notices.sign(actor, { version: first.version, language: 'en', hash: first.hash, signedName: 'Anna' });
  clock.advance(60_000);
  const again = notices.recording(actor, { language: 'uk' });
  expect(notices.sign(actor, { version: again.version, language: 'uk', hash: again.hash, signedName: 'Анна' })).toEqual(signed);
  expect(db.prepare('SELECT count(*) AS n FROM notice_signature').get()).toEqual({ n: 1 });
});

test('words that changed since they were read are not signed', async () => {
  const { notices, actor, noticesOf, db } = await signing();
  const read = notices.recording(actor, { language: 'en' });
  const sign = { version: read.version, language: 'en' as const, hash: read.hash, signedName: 'Anna' };
  expect(() => noticesOf(36).sign(actor, sign)).toThrow(expect.objectContaining({ code: 'NOTICE_OUTDATED', field: '/version' }));
  expect(() => notices.sign(actor, { ...sign, language: 'pl' })).toThrow(expect.objectContaining({ code: 'NOTICE_OUTDATED', field: '/hash' }));
  expect(db.prepare('SELECT count(*) AS n FROM notice_signature').get()).toEqual({ n: 0 });
});

test('another period is another promise: everybody is asked again', async () => {
  const { notices, actor, noticesOf } = await signing();
  const { version, hash } = notices.recording(actor, { language: 'en' });
  notices.sign(actor, { version, language: 'en', hash, signedName: 'Anna' });
  expect(noticesOf(36).recording(actor, { language: 'en' })).toMatchObject({ signedAt: null, firstSignIn: false });
});

test('over the API: read, sign, and be refused with a name of spaces', async () => {
  const base = await apiForTest();
  const notices = createNotices({ db: base.db, clock: base.clock, audit: base.audit, language: 'en', liveHistoryMonths: 24 });
  const { api, bearerOf, people } = await apiForTest({ db: base.db, services: { notices } });
  const headers = await bearerOf(await people.hire('anna', ['employee']));
  const read = (await api.inject({ url: '/api/v1/notices/recording?language=en', headers })).json<RecordingNotice>();
  const payload = { version: read.version, language: 'en', hash: read.hash, signedName: 'Anna' };
  const url = '/api/v1/notices/recording/signatures';
  expect((await api.inject({ method: 'POST', url, headers, payload: { ...payload, signedName: '   ' } })).statusCode).toBe(400);
  expect((await api.inject({ method: 'POST', url, headers, payload: { ...payload, hash: '0'.repeat(64) } })).json()).toMatchObject({ code: 'NOTICE_OUTDATED' });
  expect((await api.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(201);
  expect((await api.inject({ url: '/api/v1/notices/recording?language=de', headers })).statusCode).toBe(400);
});
