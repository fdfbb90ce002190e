import { Type, type Static } from 'typebox';
import { ClientId, PersonId, RoomId, Timestamp } from './ids.ts';
import { NoticeLanguage } from './notices.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict } from './shape.ts';

export const clientNoticePolicies = ['off', 'first-contact', 'next-message'] as const;
export const ClientNoticePolicy = Type.Enum(clientNoticePolicies, {
  description: '`off`: nobody gets it; `first-contact`: clients who write for the first time from now on; `next-message`: everybody, with their next message.',
});
export type ClientNoticePolicy = (typeof clientNoticePolicies)[number];

const Text = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' });
const Texts = Type.Object({ en: Type.Optional(Text), ru: Type.Optional(Text), uk: Type.Optional(Text), pl: Type.Optional(Text) }, strict);
export type ClientNoticeTexts = Static<typeof Texts>;

/** What clients are told about recording, by an ordinary message in the company account’s name: once each for every wording. */
export const ClientNotice = Type.Object(
  {
    version: Type.Integer({ minimum: 0, description: 'Grows with every change; 0 when nobody wrote any.' }),
    policy: ClientNoticePolicy,
    texts: Texts,
    fallback: Type.Unsafe<NoticeLanguage>({ ...NoticeLanguage, description: 'For clients whose language is not known or has no text.' }),
    groups: Type.Boolean({ description: 'Conversations with several people get it too.' }),
    wording: Type.Integer({ minimum: 0, description: 'Grows when the texts change and everybody is to hear of it.' }),
    since: nullable(Type.Integer({ description: 'Since when this policy holds.' })),
    changedAt: nullable(Timestamp),
    changedBy: nullable(PersonId),
    counts: Type.Object(
      { sent: Type.Integer({ minimum: 0 }), waiting: Type.Integer({ minimum: 0 }) },
      { ...strict, description: 'Of this wording: how many got it, and for how many it is on its way into their conversation.' },
    ),
  },
  strict,
);
export type ClientNotice = Static<typeof ClientNotice>;

export const PutClientNotice = Type.Object(
  {
    policy: ClientNoticePolicy,
    texts: Texts,
    fallback: NoticeLanguage,
    groups: Type.Optional(Type.Boolean({ default: false })),
    sameWording: Type.Optional(Type.Boolean({ description: 'A misprint was mended: who got the text before does not get it again.' })),
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
);
export type PutClientNotice = Static<typeof PutClientNotice>;

export const ClientNoticeSendQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(['sent', 'waiting'])),
    wording: Type.Optional(Type.Integer({ minimum: 1, description: 'Left out: every wording.' })),
    clientId: Type.Optional(ClientId),
    ...pageQuery,
  },
  strict,
);
export type ClientNoticeSendQuery = Static<typeof ClientNoticeSendQuery>;

/** One client, or one conversation with several people, and when it got which wording. */
export const ClientNoticeSend = Type.Object(
  {
    clientId: nullable(ClientId),
    clientName: nullable(Type.String()),
    roomId: RoomId,
    wording: Type.Integer({ minimum: 1 }),
    language: NoticeLanguage,
    state: Type.Enum(['sent', 'waiting'], { description: '`sent`: it stands in the conversation; whether the phone has it is said there, as of every message.' }),
    orderedAt: Timestamp,
    sentAt: nullable(Timestamp),
  },
  strict,
);
export type ClientNoticeSend = Static<typeof ClientNoticeSend>;
export const ClientNoticeSendList = Type.Object({ sends: Type.Array(ClientNoticeSend), ...pageNext }, { ...strict, description: 'Newest first.' });
export type ClientNoticeSendList = Static<typeof ClientNoticeSendList>;
