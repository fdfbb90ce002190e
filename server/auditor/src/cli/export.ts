import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { exportFormats, runExport, type ExportFormat } from '../exporting/index.ts';
import { archiveHome } from '../home.ts';
import { copyOf } from '../sync/index.ts';
import { filterKeys, given, openForLook, withFilters, type FilterOptions } from './common.ts';
import { createProgress } from './progress.ts';
import { count, say, sayJson } from './show.ts';

type Options = FilterOptions & { out: string; format: ExportFormat[]; reason?: string; json?: boolean; everything?: boolean };

function parseFormats(text: string): ExportFormat[] {
  const wanted = text.split(',').map((each) => each.trim().toLowerCase());
  const unknown = wanted.filter((each) => !(exportFormats as readonly string[]).includes(each));
  if (unknown.length > 0) throw new InvalidArgumentError(`${exportFormats.join(', ')}, with commas between.`);
  return exportFormats.filter((format) => format === 'jsonl' || wanted.includes(format));
}

export function addExportCommand(program: Command): void {
  withFilters(program.command('export'))
    .description('conversations as files that others can read and check: JSONL always, HTML, EML, PDF; with manifest, proofs and a page that verifies offline')
    .requiredOption('--out <folder>', 'a new folder; one that was begun and killed goes on')
    .option('--format <formats>', 'of html, eml, pdf; jsonl comes always', parseFormats, [...exportFormats])
    .option('--everything', 'all conversations, where no filter is given')
    .option('--reason <reason>', 'why; recorded before anything is opened, and part of the export')
    .option('--json', 'for programs')
    .addHelpText('after', '\nBy --client, --room, --number or --person (conversations that this person was in), and --from and --to.\nA period holds what was said in it, and what was later corrected, withdrawn or delivered of that.\n')
    .action(async (options: Options, command: Command) => {
      const { out, format, reason, json, everything } = options;
      const filters = given(options, filterKeys);
      if (Object.keys(filters).length === 0 && everything !== true) throw new AuditorError('USAGE', 'nothing says what to export', 'Give --client, --room, --person, --number, --from or --to, or --everything.');
      const { index, home, known, key, entry } = await openForLook(command, { action: 'export', reason, scope: { ...filters, formats: format, ...(everything === true ? { everything } : {}) } });
      const progress = createProgress();
      const { copy, accessLog } = archiveHome(home, known.origin);
      try {
        const done = await runExport({ out: resolve(out), known, copy: copyOf(home, known), copyFolder: copy, accessLog, index, key, access: entry, formats: format, filters, now: Date.now(), onProgress: progress.step });
        progress.end();
        if (json) return sayJson({ out: resolve(out), ...done });
        say(`${count(done.rooms, 'conversation')}, ${count(done.records, 'record')}, ${count(done.files, 'file')}, ${(done.bytes / 1e6).toFixed(1)} MB: ${resolve(out)}${done.resumed ? ' (gone on with)' : ''}`);
        if (done.notOpened > 0) say(`${count(done.notOpened, 'record')} could not be opened with your key and are not in it.`);
        const letters = Object.keys(done.notDrawn).length;
        if (letters > 0) say(`PDF: ${count(letters, 'letter')} without a glyph in the fonts stand as their code (manifest.json lists them).`);
        say('Whoever gets it opens verifier.html in a browser and chooses the folder; no network is needed.');
      } finally {
        progress.end();
        index.close();
      }
    });
}
