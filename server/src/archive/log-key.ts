import { hkdfSync } from 'node:crypto';
import { createSigner, type NoteSigner } from '@holdfast/archive-format';
import type { Secret } from '../kernel/index.ts';

/** What the box keeps of the archive's keys: nothing that opens anything. */
export type LogKeys = { /** Signs heads (docs/spec/archive.md §3). */ readonly signer: NoteSigner; /** Tags files, so that the same one is kept once and a copy of the record does not tell which. */ readonly tagKey: Buffer };

const derive = (secret: Secret, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', Buffer.from(secret.reveal()), new Uint8Array(), `holdfast.archive/${purpose}`, 32));

export const logKeys = (origin: string, secret: Secret): LogKeys => ({ signer: createSigner(origin, derive(secret, 'log')), tagKey: derive(secret, 'file-tags') });
export const originOf = (serverName: string): string => `${serverName}/archive`;
