import type { Session, SignInMethods } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';

/** Signing in as 'olga' with 'nine blue herons', code 123456; 'new' has no second factor; 'slow' is barred for a while. */
export function signInHandlers(signedIn: () => void): FakeHandlers {
  const methods: { now: SignInMethods } = {
    now: {
      password: true,
      totp: { addedAt: Date.now() - 86_400_000 * 40 },
      passkeys: [{ passkeyId: 'abc', name: 'Blue key', addedAt: Date.now() - 86_400_000 * 12, lastUsedAt: Date.now() - 3_600_000 }],
      recoveryCodesLeft: 8,
    },
  };
  const codes = Array.from({ length: 10 }, (_, n) => `4k7p-x9${n}m-tq2c-8hd${n}`);
  const done = (recoveryCodes: readonly string[] | null) => {
    signedIn();
    return { state: 'signed-in', session: {}, person: {}, recoveryCodes };
  };
  const sessions = [
    { sessionId: 'sess_1', via: 'password', console: true, label: 'Firefox, Windows', openedAt: Date.now() - 3_600_000, lastSeenAt: Date.now(), expiresAt: Date.now() + 3_600_000, current: true },
    { sessionId: 'sess_2', via: 'password', console: true, label: 'Safari, iPhone', openedAt: Date.now() - 7_200_000, lastSeenAt: Date.now() - 1_800_000, expiresAt: Date.now() + 3_600_000, current: false },
    { sessionId: 'sess_3', via: 'password', console: false, label: 'holdfast command', openedAt: Date.now() - 86_400_000, lastSeenAt: Date.now() - 7_200_000, expiresAt: Date.now() + 3_600_000, current: false },
  ] as Session[];
  return {
    'POST /sign-in'({ body }) {
      const { name, password } = body as { name: string; password: string };
      if (name === 'slow') throw new FakeRefusal(429, 'TOO_MANY_REQUESTS');
      if (name === 'anna') throw new FakeRefusal(403, 'NO_CONSOLE_ROLE');
      if (password !== 'nine blue herons') throw new FakeRefusal(401, 'SIGN_IN_FAILED');
      return name === 'new' ? { state: 'enrol', ticket: 't'.repeat(30) } : { state: 'second-factor', ticket: 't'.repeat(30), methods: ['totp', 'recovery-code'], passkey: null };
    },
    'POST /sign-in/second-factor'({ body }) {
      const { proof } = body as { proof: { code?: string } };
      if (proof.code !== '123456') throw new FakeRefusal(401, 'SECOND_FACTOR_FAILED', '/proof');
      return done(null);
    },
    'POST /sign-in/enrol/totp': () => ({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Holdfast:olga?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Holdfast' }),
    'POST /sign-in/enrol/totp/confirm'({ body }) {
      if ((body as { code: string }).code !== '123456') throw new FakeRefusal(401, 'SECOND_FACTOR_FAILED', '/code');
      return done(codes);
    },
    'POST /sign-in/link'({ body }) {
      if ((body as { token: string }).token.startsWith('x')) throw new FakeRefusal(410, 'LINK_EXPIRED');
      return { purpose: 'first-administrator', signInName: null, name: null, expiresAt: Date.now() + 3_600_000 };
    },
    'POST /sign-in/link/use'({ body }) {
      if ((body as { password: string }).password === 'Password1234') throw new FakeRefusal(400, 'PASSWORD_TOO_WEAK', '/password');
      return { state: 'enrol', ticket: 't'.repeat(30) };
    },
    'GET /sign-in-methods': () => methods.now,
    'DELETE /sign-in-methods/passkeys/:id'() {
      methods.now = { ...methods.now, passkeys: [] };
      return null;
    },
    'POST /sign-in-methods/recovery-codes': () => ({ recoveryCodes: codes }),
    'GET /sessions': () => ({ sessions }),
    'DELETE /sessions/:id'({ params }) {
      sessions.splice(sessions.findIndex(({ sessionId }) => sessionId === params['id']), 1);
      return null;
    },
    'POST /sessions/current/verify'({ body }) {
      if ((body as { password?: string }).password !== 'nine blue herons') throw new FakeRefusal(401, 'SIGN_IN_FAILED', '/password');
      return { until: Date.now() + 600_000 };
    },
  };
}
