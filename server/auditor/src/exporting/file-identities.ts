import type { Source } from '../archive-copy/index.ts';
import type { IndexStore } from '../index-store/index.ts';
import { isOpened, readRecords } from '../opening/index.ts';
import { asText, type Conversation } from '../reading/index.ts';

type From = { readonly copy: Source; readonly index: IndexStore; readonly size: number; readonly chainKeyOf: (kid: string) => Uint8Array | undefined };

/**
 * The identities of files that a conversation names without them, by the name of the file: an earlier record of the same
 * client has them, in another conversation or before the period (docs/spec/archive.md, rule 35). Only what opens is found.
 */
export async function identitiesOf(conversation: Conversation, { copy, index, size, chainKeyOf }: From): Promise<ReadonlyMap<string, string>> {
  const lacking = conversation.messages.flatMap(({ files }) => files.flatMap(({ blob, identity }) => (blob !== null && identity === null ? [blob] : [])));
  const places = [...new Set(lacking)].map((blob) => index.recordOfFile(blob)).filter((place) => place !== undefined && place < size) as number[];
  const found = new Map<string, string>();
  for await (const record of readRecords(copy, places.sort((a, b) => a - b), { size, chainKeyOf })) {
    if (!isOpened(record)) continue;
    const [blob, identity] = [asText(record.fact.body['blob']), asText(record.fact.body['identity'])];
    if (blob !== null && identity !== null) found.set(blob, identity);
  }
  return found;
}
