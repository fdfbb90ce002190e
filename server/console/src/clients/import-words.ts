import { importKinds, type ClientImport, type ImportColumn, type ImportKind } from '@holdfast/contract';

/** What the box is told to read a file with; the empty string lets it find out. */
export const importEncodingChoices = ['', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1250'] as const;
export const importDelimiterChoices = ['', 'comma', 'semicolon', 'tab'] as const;
export const maxImportBytes = 10 * 1024 * 1024;

/** Why a file is not worth sending, before it travels. */
export function fileProblem(file: Pick<File, 'name' | 'size'>): 'empty' | 'tooLarge' | 'notCsv' | null {
  if (file.size === 0) return 'empty';
  if (file.size > maxImportBytes) return 'tooLarge';
  return /\.(?:xlsx?|ods|numbers|pdf|docx?|zip|json)$/i.test(file.name) ? 'notCsv' : null;
}

/** Lines that would do something: what the button says. */
export const importable = ({ counts }: Pick<ClientImport, 'counts'>): number => counts.new + counts.changed;

/** The side of the preview one wants to see first: what is broken if anything is, else what would change. */
export function firstSide({ counts }: Pick<ClientImport, 'counts'>): ImportKind {
  return (['broken', 'new', 'changed', 'unchanged'] as const).find((kind) => counts[kind] > 0) ?? 'unchanged';
}
export const isImportKind = (value: string | null): value is ImportKind => importKinds.some((kind) => kind === value);

/** A table to begin from: the heads as this language names them, and a line that shows what goes where. */
export function emptyTable(heads: Readonly<Record<ImportColumn, string>>): string {
  const columns: readonly ImportColumn[] = ['number', 'network', 'name', 'firm', 'language', 'tags', 'owner', 'account'];
  return `﻿${columns.map((column) => heads[column]).join(';')}\r\n`;
}
