import { picture, pictureSize } from './pictures.ts';
import type { Attachment } from './script.ts';
import { paper, voice } from './sounds-and-papers.ts';

/** An attachment as the imitation messenger takes it (docs/reference/loopback.md). */
export function attachmentBody(attached: Attachment): Record<string, unknown> {
  switch (attached.kind) {
    case 'picture':
      return { kind: 'image', media: { data: picture(attached.of).toString('base64'), mime_type: 'image/png', file_name: attached.name, ...pictureSize } };
    case 'voice':
      return { kind: 'voice', media: { data: voice(attached.seconds).toString('base64'), mime_type: 'audio/wav', file_name: 'voice.wav', duration_ms: attached.seconds * 1000 } };
    case 'document':
      return { kind: 'file', media: { data: paper(attached.heading).toString('base64'), mime_type: 'application/pdf', file_name: attached.name } };
    case 'location':
      return { kind: 'location', location: { latitude: attached.latitude, longitude: attached.longitude, name: attached.name } };
  }
}
