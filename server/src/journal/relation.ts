import type { EventId } from '@holdfast/contract';
import type { Relation } from './captured-event.ts';

export type RelationFact = { readonly relatesTo: EventId; readonly relation: Relation };

/** What an event refers to (Matrix spec: forming relationships between events; m.room.redaction). Pure. */
export function relationOf(type: string, content: Readonly<Record<string, unknown>>, redacts: EventId | null): RelationFact | null {
  if (redacts !== null) return { relatesTo: redacts, relation: 'redaction' };
  const relatesTo = record(content['m.relates_to']);
  if (!relatesTo) return null;
  const target = eventId(relatesTo['event_id']);
  switch (relatesTo['rel_type']) {
    case 'm.replace':
      return target && { relatesTo: target, relation: 'edit' };
    case 'm.annotation':
      return target && { relatesTo: target, relation: 'reaction' };
    case 'm.thread':
      return target && { relatesTo: target, relation: 'thread' };
    case 'm.reference':
      return target && { relatesTo: target, relation: /poll\.(response|end)$/.test(type) ? 'vote' : 'reference' };
    default: {
      const reply = eventId(record(relatesTo['m.in_reply_to'])?.['event_id']);
      return reply && { relatesTo: reply, relation: 'reply' };
    }
  }
}

/** Every event id that a content names as something it refers to; an event may answer inside a thread. Pure. */
export function referencedEvents(content: Readonly<Record<string, unknown>>): EventId[] {
  const relatesTo = record(content['m.relates_to']);
  if (!relatesTo) return [];
  const found = [eventId(relatesTo['event_id']), eventId(record(relatesTo['m.in_reply_to'])?.['event_id'])];
  return [...new Set(found.filter((id) => id !== null))];
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function eventId(value: unknown): EventId | null {
  return typeof value === 'string' && value !== '' ? (value as EventId) : null;
}
