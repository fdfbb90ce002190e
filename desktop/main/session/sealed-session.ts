import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lease, Me } from '@holdfast/contract';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { KeyVault } from '../ports.ts';

/** All that outlives a start of the app, besides the store: who is signed in and half of the store's key. Sealed as a whole. */
export const SavedSession = Type.Object({
  address: Type.String(),
  homeserver: Type.String(),
  userId: Type.String(),
  matrixDeviceId: Type.String(),
  accessToken: Type.String(),
  boxDeviceId: Type.String(),
  deviceSecret: Type.String({ description: '32 bytes, base64' }),
  share: Type.Union([Type.String(), Type.Null()], { description: 'The box’s half; null when it may not be kept (offline_hours 0).' }),
  lease: Lease,
  lastContactAt: Type.Integer(),
  lastSeenAt: Type.Integer({ description: 'The clock of this computer when it was last looked at: it may not run backwards.' }),
  me: Me,
  noticeSigned: Type.Boolean(),
  pin: Type.Union([Type.Object({ salt: Type.String(), hash: Type.String() }), Type.Null()]),
  pinTriesLeft: Type.Integer(),
  autoLockMinutes: Type.Union([Type.Integer(), Type.Null()]),
  lockedAt: Type.Union([Type.Integer(), Type.Null()]),
});
export type SavedSession = Static<typeof SavedSession>;

export const mostPinTries = 5;

/** One sealed file in the profile folder. Written whole and renamed, mode 0600, so that a crash leaves the old or the new. */
export function createSessionFile(directory: string, vault: KeyVault) {
  const path = join(directory, 'session.sealed');
  return {
    /** Undefined when there is none, or when it was sealed elsewhere: a copied profile is nobody's session. */
    read(): SavedSession | undefined {
      if (!existsSync(path)) return undefined;
      try {
        const value: unknown = JSON.parse(Buffer.from(vault.open(new Uint8Array(readFileSync(path)))).toString('utf8'));
        return Value.Check(SavedSession, value) ? value : undefined;
      } catch {
        return undefined; // not ours to open
      }
    },
    write(session: SavedSession): void {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      chmodSync(directory, 0o700);
      const temporary = `${path}.new`;
      writeFileSync(temporary, vault.seal(new Uint8Array(Buffer.from(JSON.stringify(session), 'utf8'))), { mode: 0o600 });
      renameSync(temporary, path);
    },
    remove(): void {
      rmSync(path, { force: true });
      rmSync(`${path}.new`, { force: true });
    },
  };
}
export type SessionFile = ReturnType<typeof createSessionFile>;
