import { Readable } from 'node:stream';
import type { ImportDelimiter, ImportEncoding, UploadImport } from '@holdfast/contract';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../kernel/index.ts';
import { readHeader, type FileColumn } from './columns.ts';
import { decoded, delimiterCharacter, delimiterOf, encodingOf } from './decode.ts';

export type FileRow = { readonly line: number; readonly cells: readonly string[] };
export type FileHead = { readonly encoding: ImportEncoding; readonly delimiter: ImportDelimiter; readonly columns: readonly FileColumn[] };
type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

const longestRecord = 64 * 1024;
const mostColumns = 60;

/** Reads the file while it is written elsewhere. The first thing it tells is the head; a file no sense can be made of is IMPORT_UNREADABLE. */
export async function* readFile(file: Buffer, told: UploadImport): AsyncGenerator<FileHead | FileRow> {
  const encoding = told.encoding ?? encodingOf(file);
  const pieces = decoded(file, encoding);
  const { value: first = '' } = (await pieces.next()) as { value: string | undefined };
  const found = delimiterOf(first);
  const delimiter = told.delimiter ?? found.delimiter;
  const skipped = found.told ? 1 : 0; // the line that names the delimiter
  const begin = found.told ? first.slice(first.indexOf('\n') + 1) : first;
  const parser = Readable.from(text(begin, pieces)).pipe(
    parse({ info: true, bom: true, delimiter: delimiterCharacter(delimiter), record_delimiter: '\n', relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: longestRecord }),
  );
  let columns: FileColumn[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (columns) {
        if (record.some((cell) => cell.trim() !== '')) yield { line: startOf(record, info.lines) + skipped, cells: record };
        continue;
      }
      columns = readHeader(record);
      if (columns.length > mostColumns) throw new AppError('IMPORT_UNREADABLE', `at most ${mostColumns} columns`);
      if (!columns.some(({ column }) => column === 'number')) throw new AppError('IMPORT_UNREADABLE', 'the first line names no column with numbers');
      yield { encoding, delimiter, columns };
    }
  } catch (failure) {
    if (!(failure instanceof CsvError)) throw failure;
    const line = Number((failure as { lines?: number }).lines ?? 0) + skipped;
    throw new AppError('IMPORT_UNREADABLE', `near line ${line}: ${failure.code}`, { cause: failure });
  } finally {
    parser.destroy();
  }
  if (!columns) throw new AppError('IMPORT_UNREADABLE', 'the file is empty');
}

async function* text(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first !== '') yield first;
  for await (const piece of rest) if (piece !== '') yield piece;
}

/** A record is told when it ends; cells may hold ends of lines themselves. */
const startOf = (cells: readonly string[], end: number): number => end - cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
