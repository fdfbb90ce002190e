import type { PersonId } from '@holdfast/contract';
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON } from '@simplewebauthn/server';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { findPasskey, listPasskeys, notePasskeyUse, type StoredPasskey } from './factor-repository.ts';

/** Under which name and address the browser shows the box to an authenticator; a passkey made for one works at no other. */
export type Site = { readonly rpId: string; readonly origin: string };

const transportsOf = (text: string) => JSON.parse(text) as never[];

/** What the browser needs to ask for one of the person's passkeys; null when they have none. The challenge is in it. */
export async function askForPasskey(db: ReadDb, personId: PersonId, { rpId }: Site): Promise<{ challenge: string } | null> {
  const known = listPasskeys(db, personId);
  if (known.length === 0) return null;
  return generateAuthenticationOptions({ rpID: rpId, userVerification: 'preferred', allowCredentials: known.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })) });
}

/**
 * The passkey an answer proves, when it belongs to the person and signs the challenge for this site; undefined otherwise.
 * A counter that went back (WebAuthn level 3, §6.1.1: a copied authenticator) proves nothing.
 */
export async function provenPasskey(db: ReadDb, personId: PersonId, challenge: string, credential: unknown, site: Site): Promise<{ passkey: StoredPasskey; counter: number } | undefined> {
  const id = (credential as { id?: unknown } | null)?.id;
  const passkey = typeof id === 'string' ? findPasskey(db, id) : undefined;
  if (!passkey || passkey.personId !== personId) return undefined;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: credential as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: false, // it stands beside a password
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter, transports: transportsOf(passkey.transports) },
    });
    return verified ? { passkey, counter: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined; // malformed, for another site, of another challenge: each is simply no proof
  }
}

export function passkeyUsed(tx: WriteTx, proven: { passkey: StoredPasskey; counter: number }, now: number): void {
  notePasskeyUse(tx, proven.passkey.id, proven.counter, now);
}

export async function offerPasskey(db: ReadDb, person: { personId: PersonId; signInName: string }, { rpId }: Site): Promise<{ challenge: string }> {
  return generateRegistrationOptions({
    rpName: 'Holdfast',
    rpID: rpId,
    userName: person.signInName,
    userID: Uint8Array.from(new TextEncoder().encode(person.personId)),
    attestationType: 'none',
    excludeCredentials: listPasskeys(db, person.personId).map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** The new passkey, when what the authenticator made is for this challenge and this site. */
export async function madePasskey(personId: PersonId, name: string, challenge: string, credential: unknown, site: Site, now: number): Promise<StoredPasskey | undefined> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.rpId, requireUserVerification: false,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return { id, personId, publicKey: Buffer.from(publicKey), counter, transports: JSON.stringify(transports ?? []), name, addedAt: now, lastUsedAt: null };
  } catch {
    return undefined;
  }
}
