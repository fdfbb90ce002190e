import type { Source } from '../archive-copy/index.ts';
import type { IndexStore } from '../index-store/index.ts';
import { asText, type Conversation } from '../reading/index.ts';
import { isOpened } from './opener.ts';
import { readRecords } from './read-records.ts';

type From = { readonly copy: Source; readonly index: IndexStore; readonly size: number; readonly chainKeyOf: (kid: string) => Uint8Array | undefined };

/**
 * A conversation whose files have the identities that its own records name them without: an earlier record of the same client
 * has them, in another conversation or before the period (docs/spec/archive.md, rule 35). Only what opens is found.
 */
export async function withFileKeys(conversation: Conversation, from: From): Promise<Conversation> {
  const lacking = conversation.messages.flatMap(({ files }) => files.flatMap(({ blob, identity }) => (blob !== null && identity === null ? [blob] : [])));
  if (lacking.length === 0) return conversation;
  const found = await identitiesOf(lacking, from);
  return { ...conversation, messages: conversation.messages.map((message) => ({ ...message, files: message.files.map((file) => ({ ...file, identity: file.identity ?? found.get(file.blob ?? '') ?? null })) })) };
}

async function identitiesOf(blobs: readonly string[], { copy, index, size, chainKeyOf }: From): Promise<ReadonlyMap<string, string>> {
  const places = [...new Set(blobs)].map((blob) => index.recordOfFile(blob)).filter((place) => place !== undefined && place < size) as number[];
  const found = new Map<string, string>();
  for await (const record of readRecords(copy, places.sort((a, b) => a - b), { size, chainKeyOf })) {
    if (!isOpened(record)) continue;
    const [blob, identity] = [asText(record.fact.body['blob']), asText(record.fact.body['identity'])];
    if (blob !== null && identity !== null) found.set(blob, identity);
  }
  return found;
}
