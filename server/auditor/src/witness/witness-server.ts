import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { judgeAddCheckpoint, type NoteSigner } from '@holdfast/archive-format';
import { writeWhole } from '../files.ts';
import type { WitnessState } from './witness-state.ts';

const mostBytes = 64 * 1024;
const patienceMs = 15_000;

export type WitnessOutcome = { readonly origin: string | null; readonly size: number | null; readonly status: number; readonly code: string };
type Deps = { readonly state: WitnessState; readonly signer: NoteSigner; /** Where what shows a log to have lied is kept. */ readonly evidence: string; readonly onOutcome: (outcome: WitnessOutcome) => void };

/**
 * C2SP tlog-witness over HTTP: `POST /add-checkpoint`, nothing else. Judging, keeping and answering happen in one turn of
 * the event loop, so that two requests never stand on the same head; what is answered is on the disk.
 */
export function createWitness({ state, signer, evidence, onOutcome }: Deps): Server {
  let kept = 0;

  function answer(body: string): { status: number; type: string; text: string; outcome: WitnessOutcome } {
    const origin = /\n\n([^\n]+)\n/u.exec(body)?.[1] ?? null;
    const judged = judgeAddCheckpoint(body, state.log);
    const tell = (status: number, code: string, size: number | null, text: string, type = 'text/plain; charset=utf-8') => ({ status, type, text, outcome: { origin, size, status, code } });
    if (judged.ok) {
      const isNew = state.advance(judged.head.origin, judged.oldSize, judged.head);
      return isNew ? tell(200, 'COSIGNED', judged.head.size, signer.sign(judged.text)) : tell(409, 'SIZE_CONFLICT', judged.head.size, `${state.log(judged.head.origin)?.size ?? 0}\n`, 'text/x.tlog.size');
    }
    if ((judged.code === 'FORKED' || judged.code === 'PROOF_INVALID') && kept < 100) {
      kept++;
      writeWhole(`${evidence}.${hash('sha256', body).slice(0, 16)}.txt`, body); // signed by the log's own key: this is what shows it
    }
    return judged.status === 409 ? tell(409, judged.code, judged.size, `${judged.size}\n`, 'text/x.tlog.size') : tell(judged.status, judged.code, null, `${judged.code}\n`);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    if (request.url !== '/add-checkpoint') return end(404, 'NOT_FOUND\n');
    if (request.method !== 'POST') return end(405, 'METHOD\n');
    const body = await bodyOf(request);
    if (body === undefined) return end(413, 'TOO_LARGE\n');
    const { status, type, text, outcome } = answer(body);
    onOutcome(outcome);
    end(status, text, type);
  }

  const server = createServer({ requestTimeout: patienceMs, headersTimeout: patienceMs }, (request, response) => {
    handle(request, response).catch((failure: unknown) => {
      onOutcome({ origin: null, size: null, status: 500, code: failure instanceof Error && 'code' in failure ? String(failure.code) : 'INTERNAL' });
      if (!response.headersSent) response.writeHead(500).end('INTERNAL\n'); // a full disk: nothing was cosigned
    });
  });
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
