import { noticeLanguages, type NoticeSigner, type NoticeSignerList, type NoticeSignerQuery, type NoticeWording } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { NoticeText } from './recording-text.ts';
import { countSigners, listKeptTexts, listSigners, type SignerRow } from './signature-repository.ts';

/** Who signed which version when, and who has not. */
export function signersOf(db: ReadDb, version: string, { state, teamId, after, limit = 100 }: NoticeSignerQuery): NoticeSignerList {
  const rows = listSigners(db, { version, state, teamId, after, limit });
  return { version, signers: rows.map((row) => signer(row, version)), counts: countSigners(db, version), next: rows.length === limit ? (rows.at(-1)?.signInName ?? null) : null };
}

function signer({ personId, name, teamId, locked, version: signedVersion, language, hash, signedAt, signedName }: SignerRow, version: string): NoticeSigner {
  const signed =
    signedVersion === null || language === null || hash === null || signedAt === null || signedName === null ? null : { version: signedVersion, language, hash, at: signedAt, signedName };
  return { personId, name, teamId, locked: locked === 1, signed, current: signedVersion === version };
}

/** What is in force, in each language, and every older wording that somebody's name stands under. */
export function wordingsOf(db: ReadDb, version: string, present: (language: (typeof noticeLanguages)[number]) => { text: NoticeText; hash: string }): NoticeWording[] {
  const kept = listKeptTexts(db);
  const signatures = new Map(kept.map((text) => [text.hash, text.signatures]));
  const current = noticeLanguages.map((language): NoticeWording => {
    const { text, hash } = present(language);
    return { hash, version, language, title: text.title, paragraphs: [...text.paragraphs], current: true, signatures: signatures.get(hash) ?? 0 };
  });
  const inForce = new Set(current.map(({ hash }) => hash));
  const older = kept.filter(({ hash }) => !inForce.has(hash)).map(({ text, ...rest }): NoticeWording => {
    const [title = '', ...paragraphs] = text.split('\n\n');
    return { ...rest, title, paragraphs, current: false };
  });
  return [...current, ...older];
}
