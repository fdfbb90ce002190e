import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointPath } from '@holdfast/archive-format';
import type { Source } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { asDiskError, makePrivateFolder, readIfThere, writeWhole } from '../files.ts';
import type { KnownArchive } from '../home.ts';
import type { IndexStore } from '../index-store/index.ts';
import { signerOf, type HolderKey } from '../keys/index.ts';
import { isOpened, readRecords, withFileKeys } from '../opening/index.ts';
import { buildConversation, type Conversation, type Fact } from '../reading/index.ts';
import { openAppend } from './append-file.ts';
import { writeEml } from './eml.ts';
import { placeFiles } from './files-of-messages.ts';
import { contentsHtml, conversationHtml } from './html.ts';
import { filesIn, manifestNote, sumOf, type FileSum } from './manifest.ts';
import { csvCell } from './names.ts';
import { writePdf } from './pdf.ts';
import { planExport, type ExportFilters, type ExportFormat, type ExportPlan, type PlannedRoom } from './plan.ts';
import { createProver, proofLine, recordLine, tileReader } from './proof-lines.ts';
import { verifierPage } from './verifier-page.ts';
import { readAccessLog, type AccessEntry } from '../access/index.ts';

export type Export = {
  readonly out: string;
  readonly known: KnownArchive;
  readonly copy: Source;
  readonly copyFolder: string;
  readonly accessLog: string;
  readonly index: IndexStore;
  readonly key: HolderKey;
  readonly access: AccessEntry;
  readonly formats: readonly ExportFormat[];
  readonly filters: ExportFilters;
  readonly now: number;
  readonly onProgress: (what: string, done: number, of: number) => void;
};
export type Exported = { readonly rooms: number; readonly records: number; readonly files: number; readonly bytes: number; readonly notOpened: number; readonly notDrawn: Readonly<Record<string, number>>; readonly resumed: boolean };

const stateEvery = 500;
type State = { done: number; records: number; proofs: number; trail: number; notOpened: number };

/**
 * Writes an export into an empty folder, or goes on with one that was killed: the plan is fixed when it begins, lines are
 * appended and counted, every other file is put whole. Memory holds one conversation at a time.
 */
export async function runExport(order: Export): Promise<Exported> {
  const { out } = order;
  if (existsSync(join(out, 'manifest.json'))) throw new AuditorError('FILE_EXISTS', `${out} holds a finished export`, 'Name another folder with --out.');
  const { plan, resumed } = planOf(order);
  for (const folder of ['', '.export']) makePrivateFolder(join(out, folder));
  const { notOpened } = await writeRecords(order, plan);
  const notDrawn = await writeConversations(order, plan);
  writeBeside(order, plan);
  const files: FileSum[] = [];
  const paths = filesIn(out);
  for (const [n, path] of paths.entries()) {
    files.push(await sumOf(out, path));
    order.onProgress('summed', n + 1, paths.length);
  }
  const manifest = `${JSON.stringify(manifestOf(order, plan, { files, notDrawn, notOpened }), null, 2)}\n`;
  writeWhole(join(out, 'manifest.note'), manifestNote(manifest, { origin: plan.origin, signer: signerOf(order.key) }));
  writeWhole(join(out, 'manifest.json'), manifest); // last: with it the export is finished
  rmSync(join(out, '.export'), { recursive: true, force: true });
  return { rooms: plan.rooms.length, records: plan.records.length, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0), notOpened, notDrawn, resumed };
}

function planOf(order: Export): { plan: ExportPlan; resumed: boolean } {
  const { out, known, index, formats, filters, access, now } = order;
  const path = join(out, '.export', 'plan.json');
  const kept = readIfThere(path);
  if (!kept) {
    if (existsSync(out) && filesIn(out).length > 0) throw new AuditorError('FILE_EXISTS', `${out} is not empty`, 'Name a new or an empty folder with --out.');
    const plan = planExport(index, { origin: known.origin, size: known.pin?.size ?? 0, formats, filters, access, startedAt: now });
    makePrivateFolder(join(out, '.export'));
    writeWhole(path, JSON.stringify(plan));
    return { plan, resumed: false };
  }
  const plan = JSON.parse(kept.toString('utf8')) as ExportPlan;
  const same = plan.origin === known.origin && JSON.stringify([plan.formats, plan.filters]) === JSON.stringify([formats, filters]);
  if (!same) throw new AuditorError('FILE_EXISTS', `${out} holds an unfinished export of something else`, `Finish it with the filters it was begun with (${JSON.stringify(plan.filters)}, ${plan.formats.join(',')}), or name another folder.`);
  return { plan, resumed: true };
}

const chainKeyOf = (index: IndexStore) => (kid: string): Uint8Array | undefined => index.chain(kid)?.key ?? undefined;

async function writeRecords({ out, copy, index, onProgress }: Export, plan: ExportPlan): Promise<State> {
  const statePath = join(out, '.export', 'state.json');
  const kept = readIfThere(statePath);
  let state: State = kept ? (JSON.parse(kept.toString('utf8')) as State) : { done: 0, records: 0, proofs: 0, trail: 0, notOpened: 0 };
  if (state.done === plan.records.length) return state;
  const [records, proofs, trail] = [openAppend(join(out, 'records.jsonl'), state.records), openAppend(join(out, 'proofs.jsonl'), state.proofs), openAppend(join(out, 'audit-trail.jsonl'), state.trail)];
  const keep = (done: number): void => {
    state = { ...state, done, records: records.sync(), proofs: proofs.sync(), trail: trail.sync() };
    writeWhole(statePath, JSON.stringify(state));
  };
  const inTrail = new Set(plan.trail);
  const prove = createProver(plan.size, tileReader(copy));
  try {
    const wanted = plan.records.slice(state.done);
    for (let at = 0; at < wanted.length; at += stateEvery) {
      const part = wanted.slice(at, at + stateEvery);
      for await (const record of readRecords(copy, part, { size: plan.size, chainKeyOf: chainKeyOf(index) })) {
        if (!isOpened(record)) {
          state = { ...state, notOpened: state.notOpened + 1 };
          continue;
        }
        records.write(recordLine(record));
        proofs.write(proofLine(record, await prove(record.index)));
        if (inTrail.has(record.index) || trailKinds.has(record.fact.kind)) trail.write(`${trailLine(record.fact)}\n`);
      }
      keep(state.done + part.length);
      onProgress('proven', state.done, plan.records.length);
    }
  } finally {
    for (const file of [records, proofs, trail]) file.close();
  }
  return state;
}

/** What people and the box did, as against what was said. */
const trailKinds: ReadonlySet<string> = new Set(['audit', 'ownership', 'decision', 'refusal', 'delivery', 'portal', 'gap']);
const trailLine = ({ index, at, kind, room, body }: Fact): string => JSON.stringify({ index, at: new Date(at).toISOString(), kind, room, ...body });

async function factsOf({ copy, index }: Export, plan: ExportPlan, { room }: PlannedRoom): Promise<Fact[]> {
  const { from, to } = plan.filters;
  const isPeriod = from !== undefined || to !== undefined;
  const indices = (isPeriod ? index.recordsOfPeriod(room, { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }) : index.recordsOfRoom(room)).filter((at) => at < plan.size);
  const facts: Fact[] = [];
  for await (const record of readRecords(copy, indices, { size: plan.size, chainKeyOf: chainKeyOf(index) })) if (isOpened(record)) facts.push(record.fact);
  return facts;
}

/** One conversation after another, in every format but JSONL, which is written already. */
async function writeConversations(order: Export, plan: ExportPlan): Promise<Record<string, number>> {
  const { out, copyFolder, onProgress } = order;
  const notDrawn: Record<string, number> = {};
  for (const [n, room] of plan.rooms.entries()) {
    const donePath = join(out, '.export', `${room.file}.done`);
    const kept = readIfThere(donePath);
    const drawn = kept ? (JSON.parse(kept.toString('utf8')) as Record<string, number>) : await writeConversation(order, plan, room, copyFolder);
    if (!kept) writeWhole(donePath, JSON.stringify(drawn));
    for (const [code, count] of Object.entries(drawn)) notDrawn[code] = (notDrawn[code] ?? 0) + count;
    onProgress('written conversations', n + 1, plan.rooms.length);
  }
  if (plan.formats.includes('html')) writeWhole(join(out, 'html', 'index.html'), contentsHtml(`Export of ${plan.origin}`, plan.rooms));
  return notDrawn;
}

async function writeConversation(order: Export, plan: ExportPlan, room: PlannedRoom, copyFolder: string): Promise<Record<string, number>> {
  const { out, copy, index } = order;
  const conversation: Conversation = await withFileKeys(buildConversation(room.room, await factsOf(order, plan, room)), { copy, index, size: plan.size, chainKeyOf: chainKeyOf(index) });
  const files = await placeFiles(conversation, { copyFolder, out });
  const put = (path: string, write: (draft: string) => void): void => {
    mkdirSync(join(out, path, '..'), { recursive: true, mode: 0o700 });
    const draft = join(out, `${path}.draft`);
    try {
      write(draft);
      renameSync(draft, join(out, path));
    } catch (failure) {
      throw asDiskError(join(out, path), failure);
    }
  };
  if (plan.formats.includes('html')) {
    put(`html/${room.file}.html`, (draft) => {
      writeFileSync(draft, '', { mode: 0o600 });
      for (const part of conversationHtml(conversation, files, out)) writeFileSync(draft, part, { flag: 'a' });
    });
  }
  if (plan.formats.includes('eml')) await writeEml(conversation, files, { out, folder: `eml/${room.file}`, origin: plan.origin });
  if (!plan.formats.includes('pdf')) return {};
  mkdirSync(join(out, 'pdf'), { recursive: true, mode: 0o700 });
  const draft = join(out, `pdf/${room.file}.pdf.draft`);
  const notDrawn = await writePdf(conversation, files, { path: draft, out, origin: plan.origin, madeAt: new Date(plan.startedAt) });
  renameSync(draft, join(out, `pdf/${room.file}.pdf`));
  return Object.fromEntries(notDrawn);
}

function writeBeside({ out, copyFolder, accessLog }: Export, plan: ExportPlan): void {
  writeWhole(join(out, 'checkpoint'), readFileSync(join(copyFolder, checkpointPath(plan.size))));
  writeWhole(join(out, 'verifier.html'), verifierPage());
  // The look that this export is, with the chain before it cut to its hash: other looks are nobody's business here.
  const own = readAccessLog(accessLog).entries.filter(({ n }) => n === plan.access.n);
  writeWhole(join(out, 'access.jsonl'), own.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const rows = plan.rooms.map(({ room, name, bridge, account, client, file, records }) => [room, name, bridge, account, client, records, file].map((cell) => csvCell(cell)).join(','));
  writeWhole(join(out, 'conversations.csv'), `\ufeff${['room,name,bridge,account,client,records,file', ...rows].join('\r\n')}\r\n`);
}

function manifestOf({ key, known, now }: Export, plan: ExportPlan, { files, notDrawn, notOpened }: { files: readonly FileSum[]; notDrawn: Record<string, number>; notOpened: number }): Record<string, unknown> {
  const { from, to, ...who } = plan.filters;
  return {
    version: 'holdfast.archive/export/v1',
    archive: { origin: plan.origin, logKey: known.vkey, size: plan.size },
    exportedBy: { name: key.name, key: signerOf(key).vkey }, startedAt: new Date(plan.startedAt).toISOString(), finishedAt: new Date(now).toISOString(),
    reason: plan.access.reason, access: { n: plan.access.n, hash: plan.access.hash },
    filters: { ...who, from: from === undefined ? null : new Date(from).toISOString(), to: to === undefined ? null : new Date(to).toISOString() },
    formats: plan.formats, records: plan.records.length - notOpened, notOpened,
    conversations: plan.rooms.map(({ room, name, bridge, account, client, records, file }) => ({ room, name, bridge, account, client, records, file })),
    notDrawnInPdf: notDrawn,
    limits: pdfLimits,
    files,
  };
}

const pdfLimits = 'PDF: letters that the fonts lack (emoji, ideographs) stand as their code; text from right to left that is mixed with other text may stand in another order. records.jsonl holds every byte as it was sealed.';
