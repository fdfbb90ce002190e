import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { DiscoveredBox, SessionView } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';
import { invitation } from './invitation.ts';

/** Result of an act on the session: nothing, or the code of the refusal. */
export type Refusal = string | null;

/**
 * Where the person stands, as main says it. Passwords pass through here and are kept nowhere, with one exception: the
 * one-time password of a first sign-in waits in memory until it was replaced by an own one a page later.
 */
export const useSessionStore = defineStore('session', () => {
  const api = useBoxApi();
  const session = shallowRef<SessionView>({ state: 'starting' });
  /** The host cannot be reached, or refuses this page. */
  const failure = ref<string | null>(null);
  /** After the first notice was signed: an own password is to be chosen. */
  const choosesPassword = ref(false);
  let oneTimePassword: string | null = null;

  api.subscribe((push) => {
    if (push.push === 'session.changed') take(push.session);
    if (push.push === 'open' && push.target.kind === 'invitation') invitation.value = push.target.link;
  });

  function take(view: SessionView): void {
    session.value = view;
    failure.value = null;
    if (view.state === 'signed-out') {
      oneTimePassword = null;
      choosesPassword.value = false;
    }
  }

  async function act(ask: () => Promise<SessionView>): Promise<Refusal> {
    try {
      take(await ask());
      return null;
    } catch (refusal) {
      return codeOf(refusal);
    }
  }

  async function start(): Promise<void> {
    failure.value = await act(() => api.readSession({}));
  }

  async function discover(address: string): Promise<DiscoveredBox | { refusal: string }> {
    try {
      return await api.discoverBox({ address });
    } catch (refusal) {
      return { refusal: codeOf(refusal) };
    }
  }

  async function signIn(address: string, name: string, password: string): Promise<Refusal> {
    const refused = await act(() => api.signIn({ address, name, password }));
    if (refused === null && session.value.state === 'needs-notice') oneTimePassword = password;
    return refused;
  }

  async function signNotice(signed: Parameters<typeof api.signNotice>[0], isFirst: boolean): Promise<Refusal> {
    if (isFirst) choosesPassword.value = true;
    else oneTimePassword = null;
    const refused = await act(() => api.signNotice(signed));
    if (refused !== null) choosesPassword.value = false;
    return refused;
  }

  /** `current` only when the one just typed at sign-in is not at hand any more. */
  async function changePassword(next: string, current?: string): Promise<Refusal> {
    try {
      await api.changePassword({ currentPassword: current ?? oneTimePassword ?? '', newPassword: next });
      keepPassword();
      return null;
    } catch (refusal) {
      return codeOf(refusal);
    }
  }

  /** The page of the own password is left, with one or without. */
  function keepPassword(): void {
    oneTimePassword = null;
    choosesPassword.value = false;
  }

  return {
    session, failure, choosesPassword, start, discover, signIn, signNotice, changePassword, keepPassword,
    knowsPassword: (): boolean => oneTimePassword !== null,
    readNotice: api.readNotice,
    signOut: () => act(() => api.signOut({})),
    lockNow: () => act(() => api.lockNow({})),
    unlock: (pin: string) => act(() => api.unlock({ pin })),
    me: computed(() => (session.value.state === 'ready' || session.value.state === 'needs-notice' ? session.value.me : null)),
    userId: computed(() => (session.value.state === 'ready' ? session.value.userId : null)),
  };
});
