import { hash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import MailComposer from 'nodemailer/lib/mail-composer';
import { standing, type Conversation, type Message, type Person } from '../reading/index.ts';
import type { PlacedFiles } from './files-of-messages.ts';
import { moment, sideWords } from './moments.ts';
import { safeFileName } from './names.ts';

/** Names and ids are foreign words in header lines: no line breaks, no angle brackets. */
const headerText = (text: string): string => text.replace(/[\u0000-\u001f\u007f<>"\\]+/gu, ' ').trim().slice(0, 200);
const host = (origin: string): string => origin.replace(/[^A-Za-z0-9.-]+/gu, '.').replace(/^\.+|\.+$/gu, '') || 'archive';

function addressOf({ user, name }: Person): { name: string; address: string } {
  const [local = '', server = ''] = user.replace(/^@/u, '').split(':');
  const safe = (text: string, most: number): string => text.replace(/[^A-Za-z0-9._=+-]+/gu, '_').replace(/^\.+|\.+$/gu, '').replace(/\.{2,}/gu, '.').slice(0, most);
  return { name: headerText(name), address: `${safe(local, 60) || 'unknown'}@${safe(server, 200) || 'unknown.invalid'}` };
}
const messageId = (eventId: string, origin: string): string => `<${hash('sha256', eventId).slice(0, 40)}@${host(origin)}>`;

/** One message a file, threads kept: an answer names what it answers, and every message the first of its conversation. */
export async function writeEml(conversation: Conversation, files: PlacedFiles, { out, folder, origin }: { out: string; folder: string; origin: string }): Promise<void> {
  mkdirSync(join(out, folder), { recursive: true, mode: 0o700 });
  const root = conversation.messages[0]?.eventId;
  const known = new Set(conversation.messages.map(({ eventId }) => eventId));
  for (const message of conversation.messages) {
    const path = join(out, folder, `${String(message.index).padStart(9, '0')}.eml`);
    if (existsSync(path)) continue;
    const answered = message.answersTo !== null && known.has(message.answersTo) ? message.answersTo : null;
    const references = [root === message.eventId ? null : (root ?? null), answered].filter((id): id is string => id !== null);
    const placed = files.get(message.eventId) ?? [];
    const mail = new MailComposer({
      from: addressOf(message.sender),
      to: message.present.filter(({ user }) => user !== message.sender.user).map(addressOf),
      subject: headerText(conversation.name ?? conversation.client ?? conversation.room),
      date: new Date(message.at),
      messageId: messageId(message.eventId, origin),
      ...(answered === null && references.length === 0 ? {} : { inReplyTo: messageId(answered ?? references[0] ?? '', origin), references: [...new Set(references)].map((id) => messageId(id, origin)) }),
      headers: { 'X-Holdfast-Record': String(message.index), 'X-Holdfast-Event': headerText(message.eventId), 'X-Holdfast-Room': headerText(conversation.room), 'X-Holdfast-Archive': headerText(origin) },
      text: bodyText(message, placed.filter(({ path: at }) => at === null).map(({ file, why }) => `[file not here: ${file.name}: ${why}]`)),
      attachments: placed.flatMap(({ file, path: at }) => (at === null ? [] : [{ filename: safeFileName(file.name), path: join(out, at), contentType: /^[\w.+-]+\/[\w.+-]+$/u.test(file.mimetype) ? file.mimetype : 'application/octet-stream' }])),
      disableUrlAccess: true,
    });
    const draft = `${path}.draft`;
    await pipeline(mail.compile().createReadStream(), createWriteStream(draft, { mode: 0o600 }));
    renameSync(draft, path);
  }
}

function bodyText(message: Message, notHere: readonly string[]): string {
  const { versions, withdrawals, reactions, fate, present } = message;
  const current = standing(message);
  return [
    versions.at(-1)?.words ?? '',
    ...notHere, '', '-- ', `${sideWords(message)} · record ${message.index}`, ...(current ? [] : ['WITHDRAWN: what stands above was taken back later.']),
    ...(versions.length > 1 ? versions.map((version, n) => `version ${n + 1}, ${moment(version.at)}, ${version.by.name}, record ${version.index}:\n${version.words}`) : []),
    ...withdrawals.map(({ at, by, reason }) => `withdrawn ${moment(at)} by ${by.name}${reason === null ? '' : `: ${reason}`}`),
    ...reactions.map(({ key, by }) => `${key} from ${by.name}`), ...fate.map((each) => `${each.kind}: ${each.words}, ${moment(each.at)}`), `in the room: ${present.map(({ name }) => name).join(', ')}`, '',
  ].join('\n');
}
