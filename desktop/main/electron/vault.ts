import { safeStorage } from 'electron';
import type { KeyVault } from '../ports.ts';

/**
 * Electron's safeStorage: Keychain, DPAPI, or a Linux secret service. Linux without one falls back to a key in the program
 * (`basic_text`), which protects nothing: that counts as no vault.
 */
export function createSafeStorageVault(): KeyVault {
  return {
    isAvailable: () => safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())),
    seal: (plain) => safeStorage.encryptString(Buffer.from(plain).toString('base64')),
    open: (sealed) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(sealed)), 'base64')),
  };
}
