/** What an event is to the store, as a number in its row. Never renumbered: rows outlive the app that wrote them. */
export const kinds = {
  other: 0, text: 1, image: 2, video: 3, voice: 4, audio: 5, file: 6, sticker: 7, location: 8, contact: 9, poll: 10, call: 11, note: 12, unsupported: 13,
  edit: 20, reaction: 21, redaction: 22, vote: 23, pollEnd: 24, gateWord: 25, bridgeWord: 26,
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

export const isItem = (kind: Kind): boolean => kind >= kinds.text && kind <= kinds.unsupported;

/** How an item can be found among the attachments of its conversation; one message may be a file with a link in its caption. */
export const attach = { media: 1, files: 2, links: 4 } as const;
