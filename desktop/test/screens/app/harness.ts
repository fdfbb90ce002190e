import type { Locale } from '@holdfast/ui';
import { shallowRef } from 'vue';
import type { UserId } from '@holdfast/contract';
import { steadyHost } from '../../../app/host/host-state.ts';
import { mountApp } from '../../../app/mount-app.ts';
import { createFakeBoxApi } from '../../fakes/fake-box-api.ts';
import { userId, type FakeState } from '../../fakes/fake-state.ts';
import { addCrowd, addMorning, addQueue } from '../../fakes/sample-people.ts';

/** The whole app on a page, over the fake box: what screen tests look at. Chosen by the address. */
const wanted = new URLSearchParams(location.search);

const scenes: Record<string, (state: FakeState) => void> = {
  normal(state) {
    addMorning(state);
    addQueue(state);
  },
  empty: () => undefined,
  crowded(state) {
    addCrowd(state, 3_000);
    addQueue(state);
  },
  'signed-out': (state) => void (state.session = { state: 'signed-out', ended: null, lastBox: null, lastName: null }),
  returning: (state) => void (state.session = { state: 'signed-out', ended: 'signed-out', lastBox: 'https://box.test', lastName: 'anna' }),
  ended: (state) => void (state.session = { state: 'signed-out', ended: 'locked-by-box', lastBox: 'https://box.test', lastName: 'anna' }),
  notice(state) {
    state.noticeSigned = false;
    state.session = { state: 'needs-notice', me: state.readyView.me, userId: userId('anna') };
  },
  first(state) {
    state.noticeSigned = false;
    state.session = { state: 'signed-out', ended: null, lastBox: null, lastName: null };
  },
  locked(state) {
    state.pin = '2468';
    state.session = { state: 'locked', name: state.readyView.me.name, triesLeft: 5 };
    addMorning(state);
  },
  offline(state) {
    addMorning(state);
    state.connection = { state: 'offline', since: state.now(), retryAt: state.now() + 12_000, queued: 2 };
  },
  failing(state) {
    addMorning(state);
    state.failing.set('listConversations', 'STORE_CORRUPT');
    state.failing.set('listQueue', 'OFFLINE');
  },
};

const api = createFakeBoxApi({
  prepare(state) {
    scenes[wanted.get('scene') ?? 'normal']?.(state);
    state.settings = { ...state.settings, language: (wanted.get('locale') ?? 'en') as Locale, theme: (wanted.get('theme') ?? 'light') as 'light' | 'dark' };
  },
});
const typists = shallowRef<readonly UserId[]>([]);
const matrix = { read: [] as string[], opened: [] as (string | null)[], stopped: 0 };
Object.assign(window, { harness: { api, matrix } });
await mountApp(document.querySelector('#app')!, {
  api,
  host: steadyHost(),
  startMatrix: () => ({
    typists: () => typists,
    typing: () => undefined,
    markRead: (_roomId, eventId) => void matrix.read.push(eventId),
    fillGap: async () => undefined,
    opened: (roomId) => void matrix.opened.push(roomId),
    wake: () => undefined,
    stop: () => void (matrix.stopped += 1),
  }),
});
