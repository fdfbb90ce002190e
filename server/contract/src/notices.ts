import { Type, type Static } from 'typebox';
import { PersonId, TeamId, Timestamp } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
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

/** One who must sign the recording notice before answering anybody, and what they signed. */
export const NoticeSigner = Type.Object(
  {
    personId: PersonId,
    name: Type.String(),
    teamId: nullable(TeamId),
    locked: Type.Boolean(),
    signed: nullable(
      Type.Object(
        { version: NoticeVersion, language: NoticeLanguage, hash: NoticeHash, at: Timestamp, signedName: Type.String({ description: 'As the person wrote it.' }) },
        { ...strict, description: 'The newest signature; null when there never was one.' },
      ),
    ),
    current: Type.Boolean({ description: 'They signed the version in force now.' }),
  },
  strict,
);
export type NoticeSigner = Static<typeof NoticeSigner>;

export const NoticeSignerQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(['signed', 'missing'], { description: '`missing`: has not signed the version in force. Left out: everybody.' })),
    teamId: Type.Optional(TeamId),
    ...pageQuery,
  },
  strict,
);
export type NoticeSignerQuery = Static<typeof NoticeSignerQuery>;

export const NoticeSignerList = Type.Object(
  {
    version: Type.Unsafe<string>({ ...NoticeVersion, description: 'In force now.' }),
    signers: Type.Array(NoticeSigner, { description: 'By name.' }),
    counts: Type.Object({ signed: Type.Integer({ minimum: 0 }), missing: Type.Integer({ minimum: 0 }) }, { ...strict, description: 'Of the employees who are not locked.' }),
    ...pageNext,
  },
  strict,
);
export type NoticeSignerList = Static<typeof NoticeSignerList>;

/** A wording of the notice that is in force, or that somebody signed once. */
export const NoticeWording = Type.Object(
  { hash: NoticeHash, version: NoticeVersion, language: NoticeLanguage, title: Type.String(), paragraphs: Type.Array(Type.String()), current: Type.Boolean(), signatures: Type.Integer({ minimum: 0 }) },
  strict,
);
export type NoticeWording = Static<typeof NoticeWording>;
export const NoticeWordingList = Type.Object({ wordings: Type.Array(NoticeWording, { description: 'Those in force first, then older versions, newest first.' }) }, strict);
export type NoticeWordingList = Static<typeof NoticeWordingList>;
