import { isIP } from 'node:net';
import type { EmailAlerts } from '@holdfast/contract';
import nodemailer from 'nodemailer';
import type { Secret } from '../kernel/index.ts';
import { NotTold, networkFault, type NotToldCode } from './told.ts';

export type Mail = { readonly messageId: string; readonly subject: string; readonly text: string };

const connectMs = 10_000;
const silenceMs = 20_000;

/** Hands one mail to the mail server, in a connection of its own: alerts are rare, and a connection kept open breaks unseen. */
export async function sendMail({ host, port, tls, user, from, recipients }: EmailAlerts, password: Secret | undefined, { messageId, subject, text }: Mail, trusted?: { ca?: string; silenceMs?: number }): Promise<void> {
  if (host === null || from === null || recipients.length === 0) throw new NotTold('NOT_CONFIGURED');
  if (user !== null && !password) throw new NotTold('NOT_CONFIGURED');
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null ? {} : { auth: { user, pass: password!.reveal() } }),
    tls: { minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : {}), ...(trusted?.ca === undefined ? {} : { ca: trusted.ca }) },
    connectionTimeout: trusted?.silenceMs ?? connectMs,
    greetingTimeout: trusted?.silenceMs ?? connectMs,
    socketTimeout: trusted?.silenceMs ?? silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: 'Holdfast', address: from }, to: [...recipients], subject, text, messageId,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  } catch (failure) {
    throw mailFault(failure);
  } finally {
    transport.close();
  }
}

/** The words of the mail library and the number of the server, as one word of ours. The server's own words stay behind: they quote addresses. */
function mailFault(failure: unknown): NotTold {
  const { code, responseCode, command } = failure as { code?: string; responseCode?: number; command?: string };
  const reply = typeof responseCode === 'number' ? responseCode : null;
  const named: Readonly<Record<string, NotToldCode>> = { EAUTH: 'AUTHENTICATION_FAILED', ENOAUTH: 'AUTHENTICATION_FAILED', ETLS: 'TLS_FAILED', EDNS: 'HOST_UNKNOWN' };
  if (code === 'ETLS' && reply !== null) return new NotTold('TLS_NOT_OFFERED', reply);
  if (code === 'EENVELOPE') return new NotTold(command === 'MAIL FROM' ? 'SENDER_REFUSED' : 'RECIPIENT_REFUSED', reply);
  const known = named[code ?? ''] ?? networkFault(failure);
  if (known) return new NotTold(known, reply);
  if (code === 'ESOCKET') return new NotTold(/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET/.test(String((failure as Error).message)) ? 'CONNECTION_REFUSED' : 'TLS_FAILED', reply);
  if (code === 'ECONNECTION') return new NotTold('CONNECTION_REFUSED', reply);
  return new NotTold(reply === null ? 'FAILED' : 'REJECTED', reply);
}
