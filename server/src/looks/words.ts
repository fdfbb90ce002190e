import type { NoticeLanguage } from '@holdfast/contract';

/** What stands in the conversation when somebody looks into it. It names who looks; why stays between them and the record. */
const remarks: Readonly<Record<NoticeLanguage, (name: string) => string>> = {
  en: (name) => `${name}, compliance officer, has opened this conversation to read it. The reason is on record.`,
  ru: (name) => `${name} (контроль соблюдения правил) читает эту переписку. Причина записана.`,
  uk: (name) => `${name} (контроль дотримання правил) читає це листування. Причину записано.`,
  pl: (name) => `${name} (kontrola zgodności) czyta tę rozmowę. Powód został zapisany.`,
};

export const remarkOf = (language: NoticeLanguage, name: string): string => remarks[language](name);
