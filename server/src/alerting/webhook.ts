import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Secret } from '../kernel/index.ts';
import { isPrivateAddress, webhookFault } from '../settings/index.ts';
import { NotTold, networkFault } from './told.ts';

const answerMs = 15_000;

/** HMAC-SHA256 over the moment and the body: who knows the secret can tell ours from a copy sent again later. */
export function signatureOf(secret: Secret, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret.reveal()).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Resolves when the program answered with 2xx. `id` is the same whenever the same message is sent again. */
export async function postWebhook(url: string, secret: Secret, message: { readonly id: string; readonly body: unknown }, at: number, limitMs = answerMs): Promise<number> {
  if (webhookFault(url) !== undefined) throw new NotTold('ADDRESS_NOT_ALLOWED');
  const target = new URL(url);
  const body = JSON.stringify(message.body);
  const timestamp = String(Math.floor(at / 1000));
  const headers = {
    'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'user-agent': 'Holdfast',
    'holdfast-id': message.id, 'holdfast-timestamp': timestamp, 'holdfast-signature': signatureOf(secret, timestamp, body),
  };
  const status = await new Promise<number>((answered, failed) => {
    const isClear = target.protocol === 'http:';
    const send = isClear ? requestHttp : requestHttps;
    const request = send(target, { method: 'POST', headers, agent: false, ...(isClear ? { lookup: privateOnly } : {}) }, (reply) => {
      reply.resume(); // what it says is nobody's business here; only whether it took it
      answered(reply.statusCode ?? 0);
    });
    const timer = setTimeout(() => request.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), limitMs);
    request.on('error', failed).on('close', () => clearTimeout(timer));
    request.end(body);
  }).catch((failure: unknown) => {
    throw failure instanceof NotTold ? failure : new NotTold((failure as { code?: string }).code === 'ENOTALLOWED' ? 'ADDRESS_NOT_ALLOWED' : (networkFault(failure) ?? 'FAILED'));
  });
  if (status >= 200 && status < 300) return status;
  if (status === 401 || status === 403) throw new NotTold('AUTHENTICATION_FAILED', status);
  throw new NotTold(status >= 300 && status < 400 ? 'REDIRECTED' : 'REJECTED', status);
}

/** In the clear only to a private address, whatever a name resolves to at this moment. */
const privateOnly: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (failure, addresses) => {
    if (failure) return done(failure, '', 0);
    const near = addresses.filter(({ address }) => isIP(address) !== 0 && isPrivateAddress(address));
    const first = near[0];
    if (!first) return done(Object.assign(new Error('not a private address'), { code: 'ENOTALLOWED' }), '', 0);
    if (options.all) return done(null, near);
    return done(null, first.address, first.family);
  });
};
