import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import PdfDocument from 'pdfkit';
import type { Sheet } from '../keys/index.ts';
import { standing, type Conversation, type Message } from '../reading/index.ts';
import type { PlacedFiles } from './files-of-messages.ts';
import { drawable, type NotDrawn } from './drawable.ts';
import { inOrder } from './html.ts';
import { moment, sideWords } from './moments.ts';

const fontFolder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const margins = { top: 56, bottom: 64, left: 56, right: 56 };
const shownImages: ReadonlySet<string> = new Set(['image/jpeg', 'image/png']);

function newDocument(title: string, madeAt: Date): InstanceType<typeof PdfDocument> {
  const document = new PdfDocument({ size: 'A4', margins, info: { Title: title, Producer: 'holdfast-auditor', CreationDate: madeAt }, lang: 'en', displayTitle: true });
  document.registerFont('text', join(fontFolder, 'DejaVuSans.ttf'));
  document.registerFont('bold', join(fontFolder, 'DejaVuSans-Bold.ttf'));
  document.registerFont('mono', join(fontFolder, 'DejaVuSansMono.ttf'));
  return document;
}

/** A line at the foot of each page, outside of what flows. */
function footer(document: InstanceType<typeof PdfDocument>, text: string): void {
  const { x, y } = document;
  const { bottom } = document.page.margins;
  document.page.margins.bottom = 0;
  document.font('text').fontSize(7.5).fillColor('#555').text(text, margins.left, document.page.height - 40, { width: document.page.width - margins.left - margins.right, lineBreak: false });
  document.page.margins.bottom = bottom;
  document.x = x;
  document.y = y;
}

/** One conversation, to be read and printed: every version, page numbers, fonts inside. Says at its end what it could not draw. */
export async function writePdf(conversation: Conversation, files: PlacedFiles, { path, out, origin, madeAt }: { path: string; out: string; origin: string; madeAt: Date }): Promise<NotDrawn> {
  const notDrawn: NotDrawn = new Map();
  const title = conversation.name ?? conversation.client ?? conversation.room;
  const document = newDocument(title, madeAt);
  const { font } = document.font('text')._font;
  const d = (text: string): string => drawable(text, (code) => font.hasGlyphForCodePoint(code), notDrawn);
  const file = createWriteStream(path, { mode: 0o600 });
  document.pipe(file);
  let pages = 1;
  const foot = (): void => footer(document, d(`${title} · ${origin} · page ${pages}`));
  foot();
  document.on('pageAdded', () => {
    pages++;
    foot();
  });
  const put = (font: 'text' | 'bold', size: number, color: string, text: string, indent = 0): void => {
    document.font(font).fontSize(size).fillColor(color);
    document.text(d(text) || ' ', margins.left + indent, document.y, { width: document.page.width - margins.left - margins.right - indent });
  };
  put('bold', 15, '#000', title);
  put('text', 8, '#555', [conversation.room, conversation.bridge, conversation.account, conversation.client].filter((part) => part !== null).join(' · '));
  for (const part of inOrder(conversation)) {
    document.moveDown(0.6);
    if ('happening' in part) put('text', 8, '#555', `${moment(part.at)} — ${part.happening.words}  #${part.index}`);
    else putMessage(part.message);
    if (file.writableNeedDrain) await once(file, 'drain');
  }
  document.moveDown(1);
  put('bold', 9, '#000', `End: ${pages} ${pages === 1 ? 'page' : 'pages'}.`);
  if (notDrawn.size > 0) put('text', 8, '#555', `The fonts of this file do not draw: ${[...notDrawn].sort((a, b) => b[1] - a[1]).slice(0, 200).map(([code, n]) => `${code} (${n})`).join(', ')}. They stand as their code in angle brackets; records.jsonl has them as they are.`);
  document.end();
  await finished(file);
  return notDrawn;

  function putMessage(message: Message): void {
    const { sender, at, index, versions, withdrawals, reactions, present, fate, eventId } = message;
    put('bold', 9.5, '#000', sender.name);
    put('text', 8, '#555', `${moment(at)} · ${sideWords(message)} · #${index}${standing(message) ? '' : ' · WITHDRAWN'}`);
    for (const [n, version] of versions.entries()) {
      if (versions.length > 1) put('text', 8, '#555', `version ${n + 1} of ${versions.length}, ${moment(version.at)}, ${version.by.name}, #${version.index}`, 10);
      put('text', 10, n < versions.length - 1 ? '#555' : '#000', version.words, 10);
    }
    for (const { file: kept, path: at_, why } of files.get(eventId) ?? []) {
      put('text', 8, '#555', at_ === null ? `file: ${kept.name} — not here: ${why}` : `file: ${kept.name} (${kept.mimetype}), ${at_}`, 10);
      if (at_ !== null && shownImages.has(kept.mimetype)) putImage(join(out, at_));
    }
    for (const { at: when, by, reason } of withdrawals) put('text', 8, '#900', `withdrawn ${moment(when)} by ${by.name}${reason === null ? '' : `: ${reason}`}`, 10);
    for (const { key, by } of reactions) put('text', 8, '#555', `${key} from ${by.name}`, 10);
    for (const each of fate) put('text', 8, '#555', `${each.kind}: ${each.words}, ${moment(each.at)}`, 10);
    put('text', 8, '#555', `in the room: ${present.map(({ name }) => name).join(', ')}`, 10);
  }

  function putImage(path_: string): void {
    if (document.y > document.page.height - 240) document.addPage();
    try {
      document.image(path_, { fit: [220, 160] });
      document.moveDown(0.3);
    } catch {
      put('text', 8, '#555', 'the picture cannot be drawn; the file is beside this one', 10);
    }
  }
}

/** The recovery sheet, for printing. */
export async function sheetPdf({ title, intro, lines, card }: Sheet): Promise<Uint8Array> {
  const document = newDocument(title, new Date());
  const parts: Uint8Array[] = [];
  document.on('data', (part: Uint8Array) => void parts.push(part));
  document.font('bold').fontSize(17).text(title).moveDown();
  for (const line of intro) document.font('text').fontSize(10).text(line).moveDown(0.5);
  document.moveDown().font('mono').fontSize(13);
  for (const line of lines) document.text(line).moveDown(0.5);
  document.moveDown().font('text').fontSize(9).text('The public half, for whoever writes the policy:').font('mono').fontSize(7).text(card);
  const ended = new Promise<void>((resolve) => document.on('end', () => resolve()));
  document.end();
  await ended;
  return Buffer.concat(parts);
}
