import type { RoomFeatures } from '../../ipc/index.ts';
import { asNumber, asRecord, type Content } from '../events/classify.ts';

/** Levels of com.beeper.room_features (mautrix event.RoomFeatures): 2 full, 1 in another form, 0 not, -1 dropped, -2 rejected. */
const can = (level: unknown): boolean => (asNumber(level) ?? 0) >= 1;
const seconds = (value: unknown): number | null => {
  const number = asNumber(value);
  return number === null || number <= 0 ? null : Math.round(number * 1000);
};
const positive = (value: unknown): number | null => {
  const number = asNumber(value);
  return number === null || number <= 0 ? null : Math.round(number);
};

/** The name the bridge and the screen call a voice message by. */
const fileKeys: Readonly<Record<string, string>> = { 'org.matrix.msc3245.voice': 'fi.mau.voice' };

function filesOf(files: Content): RoomFeatures['files'] {
  return Object.fromEntries(
    Object.entries(files).map(([msgtype, value]) => {
      const file = asRecord(value);
      const mimeTypes = Object.entries(asRecord(file['mime_types'])).filter(([, level]) => can(level)).map(([mime]) => mime);
      return [fileKeys[msgtype] ?? msgtype, { maxSize: positive(file['max_size']), mimeTypes, caption: can(file['caption']) }];
    }),
  );
}

/** What is not told cannot be done: nothing is offered that the network may refuse. */
export function readFeatures(json: string | null): RoomFeatures {
  const raw = json === null ? {} : asRecord(JSON.parse(json));
  const allowed = raw['allowed_reactions'];
  return {
    reply: can(raw['reply']),
    edit: can(raw['edit']),
    editMaxAgeMs: seconds(raw['edit_max_age']),
    remove: can(raw['delete']),
    removeMaxAgeMs: seconds(raw['delete_max_age']),
    reaction: can(raw['reaction']),
    allowedReactions: Array.isArray(allowed) ? allowed.filter((key): key is string => typeof key === 'string') : null,
    location: can(raw['location_message']),
    poll: can(raw['poll']),
    readReceipts: raw['read_receipts'] === true,
    typing: raw['typing_notifications'] === true,
    formatting: Object.entries(asRecord(raw['formatting'])).filter(([, level]) => can(level)).map(([name]) => name),
    maxTextLength: positive(raw['max_text_length']),
    files: filesOf(asRecord(raw['file'])),
  };
}
