import { Type, type Static } from 'typebox';
import { ClientId, ClientImportId, PersonId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

export const importColumns = ['number', 'network', 'name', 'firm', 'language', 'tags', 'owner', 'account'] as const;
export type ImportColumn = (typeof importColumns)[number];
const Column = Type.Enum(importColumns);

export const importEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1250'] as const;
export type ImportEncoding = (typeof importEncodings)[number];
export const importDelimiters = ['comma', 'semicolon', 'tab'] as const;
export type ImportDelimiter = (typeof importDelimiters)[number];

/** Told instead of found out. The body is the file itself, `text/csv`, at most 10 MB and 100,000 lines. */
export const UploadImport = Type.Object(
  {
    encoding: Type.Optional(Type.Enum(importEncodings)),
    delimiter: Type.Optional(Type.Enum(importDelimiters)),
    fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  strict,
);
export type UploadImport = Static<typeof UploadImport>;

export const importStates = ['ready', 'running', 'done', 'cancelled'] as const;
export type ImportState = (typeof importStates)[number];
export const importKinds = ['new', 'changed', 'unchanged', 'broken'] as const;
export type ImportKind = (typeof importKinds)[number];

/** What is wrong with a line, or worth knowing of it. A line with one of the first is not imported. */
export const importFaults = [
  'CELL_COUNT', 'NUMBER_MISSING', 'NUMBER_INVALID', 'NUMBER_TWICE', 'NUMBER_OF_COMPANY', 'NETWORK_UNKNOWN', 'NETWORK_NOT_BY_NUMBER', 'NETWORK_NOT_LINKED',
  'NAME_MISSING', 'TEXT_INVALID', 'TEXT_TOO_LONG', 'LANGUAGE_INVALID', 'TAGS_TOO_MANY', 'OWNER_UNKNOWN', 'OWNER_CANNOT_ANSWER', 'ACCOUNT_UNKNOWN', 'ACCOUNT_AMBIGUOUS', 'ACCOUNT_OTHER_NETWORK',
] as const;
export type ImportFault = (typeof importFaults)[number];
export const importRemarks = ['OWNED_BY_ANOTHER'] as const;
export type ImportRemark = (typeof importRemarks)[number];

const Counts = Type.Object({ new: Type.Integer(), changed: Type.Integer(), unchanged: Type.Integer(), broken: Type.Integer() }, strict);

export const ImportSample = Type.Object(
  {
    line: Type.Integer({ minimum: 1 }),
    clientId: nullable(ClientId),
    name: Type.String(),
    changes: Type.Array(Type.Object({ field: Type.String(), before: nullable(Type.String()), after: nullable(Type.String()) }, strict)),
  },
  strict,
);
export type ImportSample = Static<typeof ImportSample>;

/** A file of clients: read, shown, and put in when somebody says so. What a line holds of somebody is forgotten as it goes in; broken lines, and files left lying, after seven days. */
export const ClientImport = Type.Object(
  {
    importId: ClientImportId,
    state: Type.Enum(importStates),
    fileName: nullable(Type.String()),
    encoding: Type.Enum(importEncodings),
    delimiter: Type.Enum(importDelimiters),
    columns: Type.Array(Type.Object({ header: Type.String(), column: nullable(Column) }, strict), { description: 'As the file has them; null is not known and left alone.' }),
    lines: Type.Integer({ minimum: 0, description: 'Without the header and empty lines.' }),
    counts: Type.Unsafe<Static<typeof Counts>>({ ...Counts, description: 'What the lines would do; once it ran, what they did.' }),
    done: Type.Integer({ minimum: 0, description: 'Lines that are through.' }),
    remarks: Type.Integer({ minimum: 0, description: 'Lines with a remark.' }),
    sample: Type.Array(ImportSample, { description: 'Some of the changes; empty once it ran.' }),
    createdBy: PersonId,
    createdAt: Timestamp,
    startedAt: nullable(Timestamp),
    finishedAt: nullable(Timestamp),
    version: Type.Integer({ minimum: 1 }),
  },
  strict,
);
export type ClientImport = Static<typeof ClientImport>;
export const ClientImportList = Type.Object({ imports: Type.Array(ClientImport) }, { ...strict, description: 'Newest first, at most 50, without samples.' });
export type ClientImportList = Static<typeof ClientImportList>;

export const ImportLineQuery = Type.Object(
  {
    kind: Type.Optional(Type.Enum(importKinds)),
    remark: Type.Optional(Type.Boolean({ description: 'Only lines with a remark.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: '`next` of the page before.' })),
  },
  strict,
);
export type ImportLineQuery = Static<typeof ImportLineQuery>;

/** One line of the file. Never its number. */
export const ImportLine = Type.Object(
  {
    line: Type.Integer({ minimum: 1, description: 'In the file, as an editor counts; the header is usually line 1.' }),
    kind: Type.Enum(importKinds),
    code: nullable(Type.Enum([...importFaults, ...importRemarks])),
    column: nullable(Column),
    header: nullable(Type.String({ description: 'Of that column, as the file calls it.' })),
    value: nullable(Type.String({ description: 'What stands there, cut to 60 characters; null for numbers and once it ran.' })),
    name: nullable(Type.String({ description: 'Of the client as the line has it; null once it ran.' })),
    clientId: nullable(ClientId),
    done: Type.Boolean(),
  },
  strict,
);
export type ImportLine = Static<typeof ImportLine>;
export const ImportLineList = Type.Object({ lines: Type.Array(ImportLine), next: nullable(Type.Integer()) }, strict);
export type ImportLineList = Static<typeof ImportLineList>;

export const RunImport = Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, strict);
export type RunImport = Static<typeof RunImport>;
