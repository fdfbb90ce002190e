/**
 * Clients out of a file: read, shown with what it would do and what is wrong with it line by line, put in by a job in
 * small pieces that a restart goes on with. Sole home of csv-parse. Knows who is who and who answers; nobody knows it.
 */
export { createClientImports, type ClientImportDeps, type ClientImports } from './imports.ts';
