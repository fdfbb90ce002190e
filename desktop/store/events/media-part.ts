import type { MediaPart } from '../../ipc/index.ts';
import { asRecord, asText, asWhole, type Content } from './classify.ts';

const atLeastZero = (value: number | null): number | null => (value !== null && value >= 0 ? value : null);

/** Bars of a voice message (MSC1767), each brought into 0…1024; at most 256 of them, whatever a sender claims. */
function waveformOf(audio: Content): number[] {
  const raw = audio['waveform'];
  if (!Array.isArray(raw)) return [];
  return raw.slice(0, 256).map((bar) => Math.min(1024, Math.max(0, asWhole(bar) ?? 0)));
}

const mxc = (value: unknown): string | null => {
  const text = asText(value);
  return text !== null && text.startsWith('mxc://') ? text : null;
};

/** The file of a message. Sizes and types are the sender's claims: whoever draws the bytes checks them. */
export function mediaPart(content: Content, fallbackMime: string): MediaPart {
  const info = asRecord(content['info']);
  const audio = asRecord(content['org.matrix.msc1767.audio']);
  return {
    source: mxc(content['url']) ?? mxc(asRecord(content['file'])['url']) ?? '',
    name: (asText(content['filename']) ?? asText(content['body']) ?? '').slice(0, 4000),
    mimeType: (asText(info['mimetype']) ?? fallbackMime).slice(0, 255),
    size: atLeastZero(asWhole(info['size'])),
    width: atLeastZero(asWhole(info['w'])),
    height: atLeastZero(asWhole(info['h'])),
    durationMs: atLeastZero(asWhole(info['duration']) ?? asWhole(audio['duration'])),
    waveform: waveformOf(audio),
    thumbnail: mxc(info['thumbnail_url']),
    animated: info['fi.mau.gif'] === true || info['is_animated'] === true || info['org.matrix.msc4230.is_animated'] === true,
  };
}
