import type { KeyVault } from '../../main/ports.ts';

/** A keychain of a computer: hides bytes from an onlooker, and opens only what was sealed on the computer of the same name. */
export function fakeVault(computer: string): KeyVault {
  const seal = Buffer.from(`${computer}\n`);
  const hidden = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x5a);
  return {
    isAvailable: () => true,
    seal: (plain) => new Uint8Array(Buffer.concat([seal, hidden(plain)])),
    open(sealed) {
      if (!Buffer.from(sealed).subarray(0, seal.length).equals(seal)) throw new Error('sealed elsewhere');
      return hidden(new Uint8Array(sealed).slice(seal.length));
    },
  };
}
