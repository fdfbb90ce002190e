import { Type, type Static } from 'typebox';
import { Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

export const noticeLanguages = ['en', 'ru', 'uk', 'pl'] as const;
/** A language the recording notice is written in. */
export const NoticeLanguage = Type.Enum(noticeLanguages);
export type NoticeLanguage = (typeof noticeLanguages)[number];

const NoticeVersion = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\\.[0-9]{1,4})?$', description: 'Of the wording and the facts filled into it.' });
const NoticeHash = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256, in hexadecimal, of the UTF-8 text: title, an empty line, and the paragraphs with an empty line between each.',
});

export const RecordingNoticeQuery = Type.Object(
  { language: Type.Optional(Type.Enum(noticeLanguages, { description: 'Left out: the language of the box.' })) },
  strict,
);
export type RecordingNoticeQuery = Static<typeof RecordingNoticeQuery>;

/** What is recorded, who can look and for how long, in the words a person signs. */
export const RecordingNotice = Type.Object(
  {
    version: NoticeVersion,
    language: NoticeLanguage,
    languages: Type.Array(NoticeLanguage),
    title: Type.String(),
    paragraphs: Type.Array(Type.String()),
    hash: NoticeHash,
    signedAt: nullable(Type.Integer({ minimum: 0, description: 'When the caller signed this version, in whichever language.' })),
    firstSignIn: Type.Boolean({ description: 'The caller never signed any version.' }),
  },
  strict,
);
export type RecordingNotice = Static<typeof RecordingNotice>;

/** Signs the present version; what was signed is named by its hash, so that nobody signs what they did not see. */
export const SignNotice = Type.Object(
  {
    version: NoticeVersion,
    language: NoticeLanguage,
    hash: NoticeHash,
    signedName: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S', description: 'The name as the person wrote it.' }),
  },
  strict,
);
export type SignNotice = Static<typeof SignNotice>;

export const NoticeSignature = Type.Object({ signatureId: Type.String({ pattern: '^sign_[0-9a-z]{16,40}$' }), at: Timestamp }, strict);
export type NoticeSignature = Static<typeof NoticeSignature>;
