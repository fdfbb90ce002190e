import { createHash } from 'node:crypto';
import { noticeLanguages, type NoticeLanguage, type NoticeSignature, type NoticeSignerList, type NoticeSignerQuery, type NoticeWording, type RecordingNotice, type RecordingNoticeQuery, type SignNotice } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, newSignatureId, type Clock, type PersonActor } from '../kernel/index.ts';
import { recordingText, recordingVersion, type NoticeText } from './recording-text.ts';
import { signersOf, wordingsOf } from './signers.ts';
import { findSignature, hasSignedAny, insertSignature, keepText } from './signature-repository.ts';

export type NoticeDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  /** The language of the box, for who does not say theirs. */
  readonly language: NoticeLanguage;
  readonly liveHistoryMonths: number;
};

/** Exactly what is signed, byte for byte. */
export const canonicalText = ({ title, paragraphs }: NoticeText): string => `${title}\n\n${paragraphs.join('\n\n')}`;
const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export type Notices = ReturnType<typeof createNotices>;

export function createNotices({ db, clock, audit, language: ofTheBox, liveHistoryMonths }: NoticeDeps) {
  const version = recordingVersion(liveHistoryMonths);

  return {
    recording(actor: PersonActor, { language = ofTheBox }: RecordingNoticeQuery): RecordingNotice {
      const text = recordingText(language, liveHistoryMonths);
      return {
        version,
        language,
        languages: [...noticeLanguages],
        title: text.title,
        paragraphs: [...text.paragraphs],
        hash: hashOf(canonicalText(text)),
        signedAt: findSignature(db, actor.personId, version)?.signedAt ?? null,
        firstSignIn: !hasSignedAny(db, actor.personId),
      };
    },

    /** Once for each version: signing again answers with the first signature and changes nothing. */
    sign(actor: PersonActor, input: SignNotice): NoticeSignature {
      const { personId, sessionId } = actor;
      const text = canonicalText(recordingText(input.language, liveHistoryMonths));
      const hash = hashOf(text);
      if (input.version !== version || input.hash !== hash) {
        throw new AppError('NOTICE_OUTDATED', 'the notice has other words now; read it again before signing', { field: input.version === version ? '/hash' : '/version' });
      }
      return db.write((tx) => {
        const signed = findSignature(tx, personId, version);
        if (signed) return { signatureId: signed.signatureId, at: signed.signedAt };
        const signature = { signatureId: newSignatureId(), personId, hash, version, signedName: input.signedName.trim(), sessionId, signedAt: clock.now() };
        keepText(tx, { hash, version, language: input.language, text });
        insertSignature(tx, signature);
        audit.record(tx, { actor, action: 'notice.signed', target: signature.signatureId, detail: { version, language: input.language, hash } });
        return { signatureId: signature.signatureId, at: signature.signedAt };
      });
    },

    signers: (query: NoticeSignerQuery): NoticeSignerList => signersOf(db, version, query),

    wordings(): NoticeWording[] {
      return wordingsOf(db, version, (language) => {
        const text = recordingText(language, liveHistoryMonths);
        return { text, hash: hashOf(canonicalText(text)) };
      });
    },
  };
}
