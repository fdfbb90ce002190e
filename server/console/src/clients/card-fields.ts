import type { ChangeClient, Client } from '@holdfast/contract';
import { tagsOf } from './client-words.ts';

/** A client's card as it is typed: tags in one line, nothing as an empty string. */
export type CardFields = { name: string; firm: string; language: string; tags: string };

export const fieldsOf = ({ name, firm, language, tags }: Pick<Client, 'name' | 'firm' | 'language' | 'tags'>): CardFields => ({ name, firm: firm ?? '', language: language ?? '', tags: tags.join(', ') });

/** What a save has to say: only what differs from what was shown, so that a field nobody touched is never written over. */
export function changesOf(shown: CardFields, typed: CardFields): ChangeClient {
  const changes: ChangeClient = {};
  if (typed.name.trim() !== shown.name) changes.name = typed.name.trim();
  if (typed.firm.trim() !== shown.firm) changes.firm = typed.firm.trim() || null;
  if (typed.language !== shown.language) changes.language = typed.language || null;
  if (tagsOf(typed.tags).join('\n') !== tagsOf(shown.tags).join('\n')) changes.tags = tagsOf(typed.tags);
  return changes;
}

/** The fields somebody else changed since they were shown, with what stands in them now. */
export function changedMeanwhile(shown: CardFields, now: CardFields): Partial<CardFields> {
  return Object.fromEntries((Object.keys(shown) as (keyof CardFields)[]).filter((field) => shown[field] !== now[field]).map((field) => [field, now[field]]));
}
