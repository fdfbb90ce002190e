import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml as e } from '../escape-html.ts';
import { standing, type Conversation, type Happening, type Message } from '../reading/index.ts';
import type { PlacedFile, PlacedFiles } from './files-of-messages.ts';
import { moment, sideWords } from './moments.ts';

const mostInline = 1 << 20;
const inlineTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.4rem}.m{border:1px solid #ccc;border-radius:6px;padding:.6rem .8rem;margin:.6rem 0}.client{border-left:4px solid #2a6fb0}.employee,.account{border-left:4px solid #3a7d44}.box{border-left:4px solid #888}.gone{background:#fbeeee}.h{color:#555;font-size:.85rem}.w{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}.old{color:#555}img{max-width:100%;max-height:24rem}.ev{color:#555;font-size:.85rem;margin:.4rem 0}`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">
<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title>${e(title)}</title><style>${style}</style></head><body>
${body}
</body></html>
`;

/** One conversation on one page: no scripts, nothing fetched; foreign markup is shown as the words it holds. */
export function* conversationHtml(conversation: Conversation, files: PlacedFiles, out: string): Generator<string> {
  const { room, name, bridge, account, client } = conversation;
  const title = name ?? client ?? room;
  const [head = '', tail = ''] = page(title, '\u0000').split('\u0000');
  yield head;
  yield `<h1>${e(title)}</h1>\n<p class="h">${[room, bridge, account, client].filter((part) => part !== null).map((part) => e(part)).join(' · ')}</p>\n`;
  for (const part of inOrder(conversation)) yield 'happening' in part ? `<p class="ev">${e(moment(part.at))} — ${e(part.happening.words)} <span>#${part.index}</span></p>\n` : messageHtml(part.message, files.get(part.message.eventId) ?? [], out);
  yield tail;
}

export type Part = { readonly index: number; readonly at: number } & ({ readonly message: Message } | { readonly happening: Happening });
export const inOrder = ({ messages, happenings }: Conversation): Part[] =>
  [...messages.map((message): Part => ({ index: message.index, at: message.at, message })), ...happenings.map((happening): Part => ({ index: happening.index, at: happening.at, happening }))].sort((a, b) => a.index - b.index);

function messageHtml(message: Message, files: readonly PlacedFile[], out: string): string {
  const { sender, side, at, index, versions, withdrawals, reactions, present, fate } = message;
  const last = versions.length - 1;
  return `<article class="m ${side}${standing(message) ? '' : ' gone'}" id="r${index}"><div class="h"><b>${e(sender.name)}</b> (${e(sideWords(message))}) · ${e(moment(at))} · #${index}</div>
${versions.map((version, n) => `${versions.length === 1 ? '' : `<div class="h">version ${n + 1} of ${versions.length}, ${e(moment(version.at))}, ${e(version.by.name)} · #${version.index}</div>`}<div class="w${n < last ? ' old' : ''}">${e(version.words)}</div>`).join('\n')}
${files.map((placed) => fileHtml(placed, out)).join('')}${withdrawals.map(({ at: when, by, reason }) => `<div class="h">WITHDRAWN ${e(moment(when))} by ${e(by.name)}${reason === null ? '' : `: ${e(reason)}`}</div>`).join('')}${reactions.map(({ key, by, withdrawnAt }) => `<div class="h">${e(key)} from ${e(by.name)}${withdrawnAt === null ? '' : ', taken back'}</div>`).join('')}${fate.map((each) => `<div class="h">${e(each.kind)}: ${e(each.words)}, ${e(moment(each.at))}</div>`).join('')}
<div class="h">in the room: ${e(present.map(({ name }) => name).join(', '))}</div></article>
`;
}

function fileHtml({ file, path, why }: PlacedFile, out: string): string {
  if (path === null) return `<div class="h">file: ${e(file.name)} — not here: ${e(why ?? '')}</div>`;
  const link = `<div class="h">file: <a href="${e(`../${path.split('/').map(encodeURIComponent).join('/')}`)}" download>${e(file.name)}</a> (${e(file.mimetype)})</div>`;
  const full = join(out, path);
  if (!inlineTypes.has(file.mimetype) || statSync(full).size > mostInline) return link;
  return `<img alt="${e(file.name)}" src="data:${file.mimetype};base64,${readFileSync(full).toString('base64')}">${link}`;
}

export const contentsHtml = (title: string, rooms: readonly { name: string | null; room: string; file: string; records: number }[]): string =>
  page(title, `<h1>${e(title)}</h1>\n<ul>\n${rooms.map(({ name, room, file, records }) => `<li><a href="${e(encodeURIComponent(file))}.html">${e(name ?? room)}</a> <span class="h">${e(room)} · ${records} records</span></li>`).join('\n')}\n</ul>`);
