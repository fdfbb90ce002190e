import type { EventId } from '@holdfast/contract';
import { clientForm, parseStored, type EventSource, type ParsedEvent } from '../matrix/index.ts';
import type { OutboxRow } from './outbox-repository.ts';
import { stripReferences, type MayShow } from './strip-references.ts';

/**
 * The event as the bridge shall see it: read again from the homeserver, in the name of the account, without anything
 * that is only for colleagues. Null when the homeserver no longer has its content (redacted or pruned).
 */
export async function outgoingEvent(row: OutboxRow, source: EventSource, mayShow: MayShow, now: number): Promise<Record<string, unknown> | null> {
  const wanted: EventId[] = row.bodyEventId === null ? [row.eventId] : [row.eventId, row.bodyEventId];
  const stored = new Map((await source.byIds(wanted)).map((event) => [event.eventId, event]));
  const original = stored.get(row.eventId);
  if (!original) return null;
  const parsed = parseStored(original);
  const edit = row.bodyEventId === null ? undefined : stored.get(row.bodyEventId);
  const content = row.bodyEventId === null ? parsed.content : edit && mergedContent(parsed, parseStored(edit));
  if (!content || isPruned(row, content)) return null;
  const outgoing: ParsedEvent = { ...parsed, sender: row.serviceUserId, content: stripReferences(content, mayShow) };
  return clientForm(row.eventId, outgoing, now);
}

/** What waited goes out in its newest version, still answering what it answered. */
function mergedContent(original: ParsedEvent, edit: ParsedEvent): Record<string, unknown> | null {
  const replaced = edit.content['m.new_content'];
  if (typeof replaced !== 'object' || replaced === null) return null;
  const relation = original.content['m.relates_to'];
  return { ...(replaced as Record<string, unknown>), ...(relation === undefined ? {} : { 'm.relates_to': relation }) };
}

/** A redacted event keeps its id and loses its content (Matrix spec, redactions). A redaction's own content may be empty. */
function isPruned(row: OutboxRow, content: Readonly<Record<string, unknown>>): boolean {
  return row.kind !== 'redaction' && Object.keys(content).length === 0;
}
