import type { CapturedEvent } from '../journal/index.ts';

/** What is sealed of each kind (docs/spec/archive.md §9). JSON, the event verbatim as the homeserver has it. */
export function eventPayload({ recordedAt, roomId, eventId, late, streamOrdering }: Pick<CapturedEvent, 'recordedAt' | 'roomId' | 'eventId' | 'late' | 'streamOrdering'>, json: string): Buffer {
  const head = JSON.stringify({ k: 'event', at: recordedAt, room: roomId, eventId, via: late ? 'reread' : 'stream', late, streamOrdering });
  // The homeserver's own bytes, not ours: what cannot be taken apart is kept as a text.
  return Buffer.from(`${head.slice(0, -1)},${isObject(json) ? `"event":${json}` : `"raw":${JSON.stringify(json)}`}}`);
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** `fields` is a JSON object. */
export const factPayload = (kind: string, at: number, roomId: string | null, fields: string): Buffer => {
  const head = JSON.stringify({ k: kind, at, ...(roomId === null ? {} : { room: roomId }) });
  return Buffer.from(fields === '{}' ? head : `${head.slice(0, -1)},${fields.slice(1)}`);
};
