import { hkdfSync } from 'node:crypto';

/**
 * Key of the local store: HKDF-SHA256 (RFC 5869) of the device's secret, salted with the share that the box leases. Either
 * half alone opens nothing (docs/adr/0009).
 */
export function deriveStoreKey(deviceSecret: string, share: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', Buffer.from(deviceSecret, 'base64'), Buffer.from(share, 'base64url'), 'holdfast local store v1', 32));
}
