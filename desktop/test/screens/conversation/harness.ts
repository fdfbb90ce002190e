import '@holdfast/ui/styles.css';
import { createPinia } from 'pinia';
import { createApp, h, ref, shallowRef } from 'vue';
import { createUiI18n, setLocale, UiAnnouncer, UiToaster, type Locale } from '@holdfast/ui';
import type { RoomId, UserId } from '@holdfast/contract';
import { composerMessages } from '../../../app/composer/index.ts';
import { ConversationPane, conversationMessages, liveRoomKey, type LiveRoom } from '../../../app/conversation/index.ts';
import { boxApiKey } from '../../../app/host/box-api.ts';
import { useNavigation } from '../../../app/shell/navigation.store.ts';
import { useSessionStore } from '../../../app/session/session.store.ts';
import { useSettingsStore } from '../../../app/settings/settings.store.ts';
import { templatesMessages } from '../../../app/templates/messages/index.ts';
import { createFakeBoxApi } from '../../fakes/fake-box-api.ts';
import { roomId, userId } from '../../fakes/fake-state.ts';
import { scenes, type SceneName } from './scenes.ts';

/** One conversation on a page of its own, over the fake box: what screen tests look at. Chosen by the address. */
const wanted = new URLSearchParams(location.search);
const scene = scenes[(wanted.get('scene') ?? 'everything') as SceneName];
const locale = (wanted.get('locale') ?? 'en') as Locale;
const theme = wanted.get('theme') ?? 'light';
document.documentElement.dataset['theme'] = theme;

const shown = roomId(1);
const typists = shallowRef<readonly UserId[]>([]);
const marks: { read: string[]; typing: boolean[]; filled: number } = { read: [], typing: [], filled: 0 };
const api = createFakeBoxApi({ prepare: (state) => scene(state, shown), now: () => Date.now() });
const live: LiveRoom = {
  typists: () => typists,
  typing: (_, on) => void marks.typing.push(on),
  markRead: (_, eventId) => void marks.read.push(eventId),
  async fillGap() {
    marks.filled += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
  },
};

const current = ref<RoomId>(shown);
const i18n = createUiI18n({ locale, messages: [conversationMessages, composerMessages, templatesMessages] });
setLocale(i18n, locale);
const pinia = createPinia();
const app = createApp({ render: () => [h('main', { style: 'block-size: 100vh' }, [h(ConversationPane, { key: current.value, roomId: current.value })]), h(UiToaster), h(UiAnnouncer)] });
app.use(i18n).use(pinia).provide(boxApiKey, api).provide(liveRoomKey, live);
void app.runWithContext(async () => {
  const settings = useSettingsStore(pinia);
  await Promise.all([useSessionStore(pinia).start(), settings.load()]);
  app.mount('#app');
  Object.assign(window, { harness: { api, marks, typists, current, settings, navigation: useNavigation(pinia), userId, shown } });
});
