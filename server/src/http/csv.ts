import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';

/**
 * Answers with rows as a file, piece by piece: what is read from the record is never whole in memory, and other requests
 * run in between. A cell that a spreadsheet would take for a formula is written with a quote before it.
 */
export function sendCsv(reply: FastifyReply, name: string, rows: Iterable<readonly string[]>): FastifyReply {
  const out = Readable.from(pausing(rows)).pipe(stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' }));
  return reply.header('content-disposition', `attachment; filename="${name}"`).type('text/csv; charset=utf-8').send(out);
}

const rowsBetweenPauses = 200;

async function* pausing(rows: Iterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  let sent = 0;
  for (const row of rows) {
    yield row;
    sent += 1;
    if (sent % rowsBetweenPauses === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
