import { noticeLanguages, type Greeting, type NoticeLanguage } from '@holdfast/contract';

/** Texts of every language while they are typed; nothing is an empty string. */
export type TextDrafts = Record<NoticeLanguage, string>;

export const draftsOf = (texts: Greeting): TextDrafts => Object.fromEntries(noticeLanguages.map((language) => [language, texts[language] ?? ''])) as TextDrafts;

/** Only the languages that say something. */
export function textsOf(drafts: TextDrafts): Greeting {
  return Object.fromEntries(noticeLanguages.filter((language) => drafts[language].trim() !== '').map((language) => [language, drafts[language].trim()]));
}

/** Braces that nothing will be put into, as they stand there: a client would read them. */
export function strayPlaceholders(text: string, known: readonly string[]): readonly string[] {
  return [...new Set([...text.matchAll(/\{[^{}]*\}?|\}/g)].map(([found]) => found))].filter((found) => !known.some((name) => found === `{${name}}`));
}
