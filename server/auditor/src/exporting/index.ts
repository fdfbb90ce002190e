/**
 * What leaves the key holder's machine: conversations in files that others can read and check without this tool. Every
 * export holds its records as they were sealed, the proof of each, and a page that checks them offline.
 */
export { runExport } from './export.ts';
export type { Exported } from './export.ts';
export { csvCell, safeFileName, safeName } from './names.ts';
export { sheetPdf } from './pdf.ts';
export { exportFormats } from './plan.ts';
export type { ExportFilters, ExportFormat } from './plan.ts';
export { verifierPage } from './verifier-page.ts';
