/** One line per unit of work: ids and codes, never text, names or numbers. */
export type AppLog = {
  info(fields: Readonly<Record<string, unknown>>, event: string): void;
  error(fields: Readonly<Record<string, unknown>>, event: string): void;
};

/** Structured lines on the standard error of whatever runs the services. */
export const stderrLog: AppLog = {
  info: (fields, event) => write('info', fields, event),
  error: (fields, event) => write('error', fields, event),
};

function write(level: string, fields: Readonly<Record<string, unknown>>, event: string): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
}
