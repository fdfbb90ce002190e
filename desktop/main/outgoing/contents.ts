import { noteEventType } from '@holdfast/contract';
import type { Outgoing } from '../../ipc/index.ts';

export type MatrixContent = { readonly type: string; readonly content: Record<string, unknown> };

const htmlFormat = 'org.matrix.custom.html';
const formatted = (text: string, html: string | null): Record<string, unknown> => ({ body: text, ...(html === null ? {} : { format: htmlFormat, formatted_body: html }) });
const replying = (to: string | null): Record<string, unknown> => (to === null ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: to } } });
const msgtypes = { image: 'm.image', video: 'm.video', voice: 'm.audio', audio: 'm.audio', file: 'm.file' } as const;

/**
 * The Matrix event that says what a person means (client-server spec: instant messaging; MSC2530 captions, MSC3245 voice,
 * MSC1767 audio, MSC3381 polls). Holds only keys that the gate lets pass (contract contentRules). A redaction is a call of
 * its own and has no content. Pure.
 */
export function contentOf(outgoing: Exclude<Outgoing, { kind: 'redaction' }>, file?: { readonly mxc: string; readonly size: number }): MatrixContent {
  switch (outgoing.kind) {
    case 'text':
      return { type: 'm.room.message', content: { msgtype: 'm.text', ...formatted(outgoing.text, outgoing.html), ...replying(outgoing.replyTo) } };
    case 'edit':
      return {
        type: 'm.room.message',
        content: {
          msgtype: 'm.text',
          ...formatted(`* ${outgoing.text}`, outgoing.html === null ? null : `* ${outgoing.html}`),
          'm.new_content': { msgtype: 'm.text', ...formatted(outgoing.text, outgoing.html) },
          'm.relates_to': { rel_type: 'm.replace', event_id: outgoing.target },
        },
      };
    case 'file':
      return fileContent(outgoing, file);
    case 'location': {
      const geo = `geo:${outgoing.latitude.toFixed(6)},${outgoing.longitude.toFixed(6)}`;
      return { type: 'm.room.message', content: { msgtype: 'm.location', body: outgoing.name ?? geo, geo_uri: geo, ...replying(outgoing.replyTo) } };
    }
    case 'poll': {
      const lines = [outgoing.question, ...outgoing.options.map((option, index) => `${index + 1}. ${option}`)].join('\n');
      return {
        type: 'org.matrix.msc3381.poll.start',
        content: {
          'org.matrix.msc1767.text': lines,
          'org.matrix.msc3381.poll.start': {
            kind: 'org.matrix.msc3381.poll.disclosed',
            max_selections: Math.min(outgoing.maxSelections, outgoing.options.length),
            question: { 'org.matrix.msc1767.text': outgoing.question },
            answers: outgoing.options.map((option, index) => ({ id: String(index + 1), 'org.matrix.msc1767.text': option })),
          },
        },
      };
    }
    case 'vote':
      return { type: 'org.matrix.msc3381.poll.response', content: { 'org.matrix.msc3381.poll.response': { answers: outgoing.options }, 'm.relates_to': { rel_type: 'm.reference', event_id: outgoing.poll } } };
    case 'note':
      return { type: noteEventType, content: { body: outgoing.text, ...(outgoing.mentions.length > 0 ? { 'm.mentions': { user_ids: outgoing.mentions } } : {}) } };
    case 'reaction':
      return { type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: outgoing.target, key: outgoing.key } } };
  }
}

function fileContent({ file, replyTo }: Extract<Outgoing, { kind: 'file' }>, uploaded: { readonly mxc: string; readonly size: number } | undefined): MatrixContent {
  if (!uploaded) throw new Error('a file has no content before it was uploaded');
  const info = {
    mimetype: file.mimeType,
    size: uploaded.size,
    ...(file.width !== null && file.height !== null ? { w: file.width, h: file.height } : {}),
    ...(file.durationMs === null ? {} : { duration: file.durationMs }),
  };
  if (file.kind === 'sticker') return { type: 'm.sticker', content: { body: file.caption ?? file.name, url: uploaded.mxc, info, ...replying(replyTo) } };
  const voice = file.kind === 'voice' ? { 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': { duration: file.durationMs ?? 0, ...(file.waveform.length > 0 ? { waveform: file.waveform } : {}) } } : {};
  return { type: 'm.room.message', content: { msgtype: msgtypes[file.kind], body: file.caption ?? file.name, filename: file.name, url: uploaded.mxc, info, ...voice, ...replying(replyTo) } };
}
