import { asNumber, asRecord, asText, type Json } from './json.ts';

/** What one record of the archive says, once it is open (docs/spec/archive.md, "Payloads"). */
export type Fact = {
  /** Its place in the log. */
  readonly index: number;
  readonly kind: string;
  /** The box's claim, in milliseconds since 1970; of an event, when it was sent. */
  readonly at: number;
  readonly room: string | null;
  readonly body: Json;
};

/** A Matrix event inside a fact of kind `event`. */
export type EventFact = {
  readonly index: number;
  readonly eventId: string;
  readonly room: string;
  readonly sender: string;
  readonly type: string;
  readonly at: number;
  readonly stateKey: string | null;
  readonly content: Json;
  readonly redacts: string | null;
  /** Read again later than it was sent, because it was missing. */
  readonly isLate: boolean;
};

/** A payload nobody can read is a fact too: it is shown as it is and never dropped. */
export function readFact(index: number, timeMs: number, payload: Uint8Array): Fact {
  let body: Json;
  try {
    body = asRecord(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    body = { k: 'unreadable', base64: Buffer.from(payload).toString('base64') };
  }
  const event = asRecord(body['event']);
  const target = asText(body['target']); // an act of the trail is done to a room, or to something else
  return { index, kind: asText(body['k']) ?? 'unknown', at: asNumber(event['origin_server_ts']) ?? asNumber(body['at']) ?? timeMs, room: asText(body['room']) ?? asText(event['room_id']) ?? (target?.startsWith('!') === true ? target : null), body };
}

export function eventOf(fact: Fact): EventFact | undefined {
  if (fact.kind !== 'event' || fact.room === null) return undefined;
  const event = asRecord(fact.body['event']);
  const content = asRecord(event['content']);
  const eventId = asText(fact.body['eventId']) ?? asText(event['event_id']);
  const [sender, type] = [asText(event['sender']), asText(event['type'])];
  if (eventId === null || sender === null || type === null) return undefined;
  return {
    index: fact.index, eventId, room: fact.room, sender, type, content,
    at: fact.at,
    stateKey: asText(event['state_key']),
    redacts: type === 'm.room.redaction' ? (asText(event['redacts']) ?? asText(content['redacts'])) : null,
    isLate: fact.body['late'] === true,
  };
}
