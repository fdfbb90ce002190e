import type { PersonId, SecondFactor, SecondFactorProof, SignInMethods, TotpSecret } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, type Actor, type Clock } from '../kernel/index.ts';
import { deleteFactors, deletePasskey, deleteTotp, findTotp, insertPasskey, listPasskeys, noteTotpStep, putTotp } from './factor-repository.ts';
import { askForPasskey, madePasskey, offerPasskey, passkeyUsed, provenPasskey, type Site } from './passkeys.ts';
import { countRecoveryCodes, renewRecoveryCodes, takeRecoveryCode } from './recovery-codes.ts';
import type { Sealer } from './sealed-secret.ts';
import { base32, newTotpSecret, totpStepOf, totpUri } from './totp.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; sealer: Sealer; issuer: string };
type Owner = { readonly personId: PersonId; readonly signInName: string };
export type SecondFactors = ReturnType<typeof createSecondFactors>;

/** What somebody has and is besides what they know. Every change leaves a trace; nothing secret is ever answered twice. */
export function createSecondFactors({ db, clock, audit, sealer, issuer }: Deps) {
  const boundTo = (personId: PersonId): string => `totp ${personId}`;

  function methodsOf(read: ReadDb, personId: PersonId): SecondFactor[] {
    const methods: SecondFactor[] = [];
    if (listPasskeys(read, personId).length > 0) methods.push('passkey');
    if (findTotp(read, personId)) methods.push('totp');
    if (methods.length > 0 && countRecoveryCodes(read, personId) > 0) methods.push('recovery-code');
    return methods;
  }

  /** Codes come with the first factor: whoever loses the only telephone would be out for good. */
  function added(tx: WriteTx, actor: Actor, personId: PersonId, kind: 'totp' | 'passkey', isFirst: boolean): string[] | null {
    audit.record(tx, { actor, action: 'second-factor.added', target: personId, detail: { kind } });
    return isFirst ? renewRecoveryCodes(tx, personId) : null;
  }

  return {
    methodsOf,
    hasAny: (read: ReadDb, personId: PersonId): boolean => methodsOf(read, personId).length > 0,
    askForPasskey: (personId: PersonId, site: Site) => askForPasskey(db, personId, site),
    offerPasskey: (owner: Owner, site: Site) => offerPasskey(db, owner, site),

    /**
     * Checks a proof and answers what must be written with whatever it opens: the code used up, the counter moved on. The
     * write answers false when the same proof was used meanwhile. Undefined: it proves nothing.
     */
    async proven(personId: PersonId, proof: SecondFactorProof, challenge: string | null, site: Site): Promise<((tx: WriteTx) => boolean) | undefined> {
      const now = clock.now();
      if (proof.method === 'recovery-code') return (tx) => takeRecoveryCode(tx, personId, proof.code, now);
      if (proof.method === 'totp') {
        const stored = findTotp(db, personId);
        if (!stored) return undefined;
        const step = totpStepOf(sealer.open(stored.secret, boundTo(personId)), proof.code.replaceAll(/[\s-]/g, ''), now, stored.lastStep);
        return step === undefined ? undefined : (tx) => noteTotpStep(tx, personId, step);
      }
      const found = challenge === null ? undefined : await provenPasskey(db, personId, challenge, proof.credential, site);
      return found && ((tx) => (passkeyUsed(tx, found, now), true));
    },

    /** A new authenticator secret, shown once; `pending` is what is kept of it until a code of it was right. */
    newTotp({ personId, signInName }: Owner): { shown: TotpSecret; pending: Buffer } {
      const secret = newTotpSecret();
      return { shown: { secret: base32(secret), uri: totpUri(secret, { issuer, account: signInName }) }, pending: sealer.seal(secret, boundTo(personId)) };
    },

    /** In the transaction of whatever it belongs to. Throws SECOND_FACTOR_FAILED when the code is not of the pending secret. */
    confirmTotp(tx: WriteTx, actor: Actor, personId: PersonId, pending: Buffer, code: string): string[] | null {
      const now = clock.now();
      const step = totpStepOf(sealer.open(pending, boundTo(personId)), code.replaceAll(/[\s-]/g, ''), now, 0);
      if (step === undefined) throw new AppError('SECOND_FACTOR_FAILED', 'that is not the code the authenticator shows now', { field: '/code' });
      const isFirst = methodsOf(tx, personId).length === 0;
      putTotp(tx, personId, { secret: pending, lastStep: step, addedAt: now });
      return added(tx, actor, personId, 'totp', isFirst);
    },

    /** What the authenticator made, checked; the write stores it. Throws SECOND_FACTOR_FAILED. */
    async newPasskey(personId: PersonId, name: string, challenge: string | null, credential: unknown, site: Site): Promise<(tx: WriteTx, actor: Actor) => string[] | null> {
      const passkey = challenge === null ? undefined : await madePasskey(personId, name, challenge, credential, site, clock.now());
      if (!passkey) throw new AppError('SECOND_FACTOR_FAILED', 'the authenticator’s answer is not for this question', { field: '/credential' });
      return (tx, actor) => {
        const isFirst = methodsOf(tx, personId).length === 0;
        insertPasskey(tx, passkey);
        return added(tx, actor, personId, 'passkey', isFirst);
      };
    },

    list(personId: PersonId): Omit<SignInMethods, 'password'> {
      const totp = findTotp(db, personId);
      return {
        totp: totp ? { addedAt: totp.addedAt } : null,
        passkeys: listPasskeys(db, personId).map(({ id, name, addedAt, lastUsedAt }) => ({ passkeyId: id, name, addedAt, lastUsedAt })),
        recoveryCodesLeft: countRecoveryCodes(db, personId),
      };
    },

    /** `passkeyId` null takes the authenticator away. The last factor stays: the console needs one. */
    remove(actor: Actor, personId: PersonId, passkeyId: string | null): void {
      db.write((tx) => {
        const [passkeys, totp] = [listPasskeys(tx, personId), findTotp(tx, personId)];
        if (passkeyId === null ? !totp : !passkeys.some(({ id }) => id === passkeyId)) throw new AppError('NOT_FOUND', 'no second factor of yours is this one');
        if (passkeys.length + (totp ? 1 : 0) === 1) throw new AppError('LAST_SECOND_FACTOR', 'add another second factor before you take the last one away');
        if (passkeyId === null) deleteTotp(tx, personId);
        else deletePasskey(tx, personId, passkeyId);
        audit.record(tx, { actor, action: 'second-factor.removed', target: personId, detail: { kind: passkeyId === null ? 'totp' : 'passkey' } });
      });
    },

    renewCodes(actor: Actor, personId: PersonId): string[] {
      return db.write((tx) => {
        if (methodsOf(tx, personId).length === 0) throw new AppError('CONFLICT', 'recovery codes stand in for a second factor: add one first');
        audit.record(tx, { actor, action: 'recovery-codes.renewed', target: personId });
        return renewRecoveryCodes(tx, personId);
      });
    },

    /** With a new password by somebody else's hand: whoever had the telephone is out too. */
    forget: (tx: WriteTx, personId: PersonId): void => deleteFactors(tx, personId),
  };
}
