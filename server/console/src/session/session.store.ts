import type { CurrentSession, Permission, Scope } from '@holdfast/contract';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiFailure, failureOf, useConsoleApi } from '../api/index.ts';

export type SessionState = 'asking' | 'signed-out' | 'signed-in' | 'unreachable';

/** Who is at the console and what they may do. Nothing of it outlives the page: the cookie is the browser's and out of reach. */
export const useSessionStore = defineStore('session', () => {
  const api = useConsoleApi();
  const state = ref<SessionState>('asking');
  const current = shallowRef<CurrentSession | null>(null);
  /** The session ended under the person: the next sign-in says so. */
  const ended = ref(false);
  /** False while the box does not answer. */
  const isBoxUp = ref(true);
  const person = computed(() => current.value?.person ?? null);
  const scopes = computed(() => new Map<Permission, Scope>(person.value?.permissions.map(({ permission, scope }) => [permission, scope]) ?? []));

  /** Asks the box who this is. Called at the start and after every sign-in. */
  async function read(): Promise<void> {
    try {
      current.value = await api.get<CurrentSession>('/sessions/current');
      state.value = 'signed-in';
      ended.value = false;
    } catch (refusal) {
      state.value = failureOf(refusal).code === 'UNREACHABLE' ? 'unreachable' : 'signed-out';
      current.value = null;
    }
  }
  /** The box said that nobody is signed in. */
  function lost(): void {
    if (state.value === 'signed-in') ended.value = true;
    if (state.value !== 'asking') state.value = 'signed-out';
    current.value = null;
  }
  async function signOut(): Promise<void> {
    try {
      await api.remove('/sessions/current');
    } catch (refusal) {
      if (!(refusal instanceof ApiFailure) || refusal.code !== 'UNAUTHENTICATED') throw refusal;
    }
    current.value = null;
    ended.value = false;
    state.value = 'signed-out';
  }

  return {
    state,
    current,
    person,
    ended,
    isBoxUp,
    read,
    lost,
    signOut,
    may: (permission: Permission): boolean => scopes.value.has(permission),
    scopeOf: (permission: Permission): Scope | undefined => scopes.value.get(permission),
  };
});
