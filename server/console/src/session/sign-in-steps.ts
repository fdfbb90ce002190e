import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PasskeyOptions, SecondFactorProof, SignInStep, TotpSecret, UseSignInLink } from '@holdfast/contract';
import { ref, shallowRef } from 'vue';
import { ApiFailure, failureOf, useConsoleApi } from '../api/index.ts';

type Ask = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Offer = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Answers of the browser's authenticator; PASSKEY_REFUSED when the person or the browser would not. */
export async function provePasskey(options: unknown): Promise<unknown> {
  try {
    return await startAuthentication({ optionsJSON: options as Ask });
  } catch {
    throw new ApiFailure('PASSKEY_REFUSED' as never);
  }
}
export async function makePasskey(options: unknown): Promise<unknown> {
  try {
    return await startRegistration({ optionsJSON: options as Offer });
  } catch {
    throw new ApiFailure('PASSKEY_REFUSED' as never);
  }
}
export const canUsePasskeys = (): boolean => typeof PublicKeyCredential === 'function' && window.isSecureContext && location.hostname !== '127.0.0.1';

/** The way from a password to a session, step by step, as the box says what comes next. What was typed stays with its step. */
export function useSignInSteps() {
  const api = useConsoleApi();
  const step = shallowRef<SignInStep | null>(null);
  const totp = shallowRef<TotpSecret | null>(null);
  const busy = ref(false);
  const failure = shallowRef<ApiFailure | null>(null);

  async function act(run: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await run();
    } catch (refusal) {
      failure.value = failureOf(refusal);
      if (failure.value.code === 'TICKET_EXPIRED') step.value = null; // begin again, with the reason on screen
    } finally {
      busy.value = false;
    }
  }
  const go = (next: SignInStep): void => {
    step.value = next;
    totp.value = null;
  };
  const ticket = (): string => (step.value && 'ticket' in step.value ? step.value.ticket : '');

  return {
    step,
    totp,
    busy,
    failure,
    start: (name: string, password: string) => act(async () => go(await api.post<SignInStep>('/sign-in', { body: { name, password } }))),
    useLink: (input: UseSignInLink) => act(async () => go(await api.post<SignInStep>('/sign-in/link/use', { body: input }))),
    answer: (proof: SecondFactorProof) => act(async () => go(await api.post<SignInStep>('/sign-in/second-factor', { body: { ticket: ticket(), proof } }))),
    answerPasskey: () =>
      act(async () => {
        if (step.value?.state !== 'second-factor') return;
        const credential = await provePasskey(step.value.passkey);
        go(await api.post<SignInStep>('/sign-in/second-factor', { body: { ticket: ticket(), proof: { method: 'passkey', credential } } }));
      }),
    chooseTotp: () => act(async () => void (totp.value = await api.post<TotpSecret>('/sign-in/enrol/totp', { body: { ticket: ticket() } }))),
    confirmTotp: (code: string) => act(async () => go(await api.post<SignInStep>('/sign-in/enrol/totp/confirm', { body: { ticket: ticket(), code } }))),
    enrolPasskey: (name: string) =>
      act(async () => {
        const { options } = await api.post<PasskeyOptions>('/sign-in/enrol/passkey', { body: { ticket: ticket() } });
        const credential = await makePasskey(options);
        go(await api.post<SignInStep>('/sign-in/enrol/passkey/confirm', { body: { ticket: ticket(), name, credential } }));
      }),
    back: () => {
      totp.value = null;
      failure.value = null;
    },
    again: () => {
      step.value = null;
      totp.value = null;
      failure.value = null;
    },
  };
}
export type SignInSteps = ReturnType<typeof useSignInSteps>;
