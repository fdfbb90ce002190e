import type { Fact } from '../../src/reading/index.ts';

/** Payloads as the box seals them, for tests of what reads them. */
export type EventWish = { room: string; eventId: string; sender: string; type?: string; at?: number; content?: Record<string, unknown>; stateKey?: string; redacts?: string; late?: boolean };

export function eventPayload({ room, eventId, sender, type = 'm.room.message', at = 0, content = {}, stateKey, redacts, late = false }: EventWish): Record<string, unknown> {
  return {
    k: 'event', at, room, eventId, via: late ? 'reread' : 'stream', late, streamOrdering: 1,
    event: { type, room_id: room, sender, origin_server_ts: at, content, ...(stateKey === undefined ? {} : { state_key: stateKey }), ...(redacts === undefined ? {} : { redacts }) },
  };
}

export const said = (room: string, eventId: string, sender: string, body: string, at = 0): Record<string, unknown> => eventPayload({ room, eventId, sender, at, content: { msgtype: 'm.text', body } });
export const edited = (room: string, eventId: string, sender: string, target: string, body: string, at = 0): Record<string, unknown> =>
  eventPayload({ room, eventId, sender, at, content: { msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body }, 'm.relates_to': { rel_type: 'm.replace', event_id: target } } });
export const redacted = (room: string, eventId: string, sender: string, target: string, at = 0): Record<string, unknown> => eventPayload({ room, eventId, sender, at, type: 'm.room.redaction', redacts: target, content: { redacts: target, reason: 'mistake' } });
export const member = (room: string, eventId: string, user: string, membership: string, displayname: string, at = 0): Record<string, unknown> => eventPayload({ room, eventId, sender: user, at, type: 'm.room.member', stateKey: user, content: { membership, displayname } });

export const factOf = (index: number, payload: Record<string, unknown>, read: (index: number, timeMs: number, payload: Uint8Array) => Fact): Fact => read(index, 0, Buffer.from(JSON.stringify(payload)));
