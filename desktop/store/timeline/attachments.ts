import type { Input, MessageBody, Output } from '../../ipc/index.ts';
import { visibleRoom, type Cache } from '../cache.ts';
import { bodyOf } from '../events/body.ts';
import { asText, type Content } from '../events/classify.ts';
import { attach, kinds, type Kind } from '../events/kinds.ts';
import { presentContent } from './edits.ts';
import { eventColumns, type EventRow } from './rows.ts';

const link = /\bhttps?:\/\/[^\s<>"']+/gi;
const linksIn = (text: string): string[] => (text.slice(0, 70_000).match(link) ?? []).map((found) => found.replace(/[).,;:!?\]]+$/, '').slice(0, 4096));

/** How a message can be found among the attachments; none for most. */
export function attachmentsOf(kind: Kind, content: Content): number {
  let found = 0;
  if (kind === kinds.image || kind === kinds.video) found |= attach.media;
  if (kind === kinds.file || kind === kinds.audio || kind === kinds.voice || kind === kinds.contact) found |= attach.files;
  const text = asText(content['body']) ?? '';
  if (kind !== kinds.call && text.includes('://') && linksIn(text).length > 0) found |= attach.links;
  return found;
}

type Attachment = Output<'listAttachments'>[number];
const bits = { media: attach.media, files: attach.files, links: attach.links } as const;

export function listAttachments(cache: Cache, { roomId, kind, before, limit }: Input<'listAttachments'>): Output<'listAttachments'> {
  const room = visibleRoom(cache, roomId);
  if (!room) return [];
  const rows = cache.db
    .prepare<[number, number, number, number], EventRow>(`SELECT ${eventColumns} FROM event WHERE room = ? AND attach > 0 AND position < ? AND (attach & ?) <> 0 ORDER BY position DESC LIMIT ?`)
    .all(room.no, before ?? Number.MAX_SAFE_INTEGER, bits[kind], limit);
  return rows.flatMap((row): Attachment[] => {
    const body: MessageBody = bodyOf(row.kind, presentContent(cache, room, row));
    const base = { eventId: row.eventId, position: row.position, at: row.at, senderId: cache.users.id(row.sender), kind: body.kind };
    if (kind === 'links') {
      const text = body.kind === 'text' || body.kind === 'note' || body.kind === 'unsupported' ? body.text : 'caption' in body ? (body.caption?.text ?? '') : '';
      return [...new Set(linksIn(text))].map((found) => ({ ...base, media: null, link: found }));
    }
    return 'media' in body ? [{ ...base, media: body.media, link: null }] : [];
  });
}
