import type { NoticeSignerList, NoticeWordingList, RecordingNotice } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { apiForTest } from '../../test/support/api.ts';
import { createNotices } from './index.ts';

test('who signed which version when, who has not, and under which words, page by page', async () => {
  const base = await apiForTest();
  const before = createNotices({ db: base.db, clock: base.clock, audit: base.audit, language: 'en', liveHistoryMonths: 12 });
  const notices = createNotices({ db: base.db, clock: base.clock, audit: base.audit, language: 'en', liveHistoryMonths: 24 });
  const { api, bearerOf, people, sessions, tokenOf } = await apiForTest({ db: base.db, services: { notices } });
  const hire = async (name: string, state = 'active') => {
    const person = await people.hire(name, ['employee']);
    base.db.prepare("INSERT INTO person (id, user_id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, ?, ?, ?, '[\"employee\"]', '[]', ?, 1)").run(person.personId, person.userId, name, name.toUpperCase(), state);
    return sessions.actorOf(await tokenOf(person));
  };
  const [anna, boris] = [await hire('anna'), await hire('boris')];
  await hire('clara');
  await hire('dora', 'locked');
  const sign = (who: typeof anna, under: typeof notices, language: 'en' | 'uk') => {
    const { version, hash } = under.recording(who, { language });
    under.sign(who, { version, hash, language, signedName: 'By hand' });
    return { version, hash };
  };
  const older = sign(boris, before, 'uk');
  const present = sign(anna, notices, 'en');

  const officer = await bearerOf(await people.hire('oleg', ['compliance-officer']));
  const ask = async (query: string) => (await api.inject({ url: `/api/v1/notices/recording/signers${query}`, headers: officer })).json<NoticeSignerList>();
  const all = await ask('');
  expect(all).toMatchObject({ version: present.version, counts: { signed: 1, missing: 2 }, next: null });
  expect(all.signers).toMatchObject([
    { name: 'ANNA', current: true, signed: { version: present.version, language: 'en', hash: present.hash, signedName: 'By hand' } },
    { name: 'BORIS', current: false, signed: { version: older.version, language: 'uk' } },
    { name: 'CLARA', current: false, signed: null },
  ]);
  expect((await ask('?state=missing')).signers.map(({ name }) => name)).toEqual(['BORIS', 'CLARA']);
  expect((await ask('?state=signed')).signers.map(({ name }) => name)).toEqual(['ANNA']);
  const first = await ask('?limit=2');
  expect((await ask(`?limit=2&after=${first.next}`)).signers.map(({ name }) => name)).toEqual(['CLARA']);

  const { wordings } = (await api.inject({ url: '/api/v1/notices/recording/wordings', headers: officer })).json<NoticeWordingList>();
  expect(wordings).toHaveLength(5);
  expect(wordings.find(({ hash }) => hash === present.hash)).toMatchObject({ current: true, signatures: 1 });
  const { title, paragraphs } = before.recording(boris, { language: 'uk' }) satisfies RecordingNotice;
  expect(wordings.at(-1)).toEqual({ hash: older.hash, version: older.version, language: 'uk', title, paragraphs, current: false, signatures: 1 });
  expect((await api.inject({ url: '/api/v1/notices/recording/signers', headers: await bearerOf(await people.hire('eva', ['employee'])) })).statusCode).toBe(403);
});
