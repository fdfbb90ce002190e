import { createPinia } from 'pinia';
import { createApp, watch, type App as VueApp } from 'vue';
import { createUiI18n, useToasts } from '@holdfast/ui';
import '@holdfast/ui/styles.css';
import App from './App.vue';
import { consoleApiKey, createHttpApi, newsKey, type News } from './api/index.ts';
import { useLookStore } from './look.store.ts';
import { createConsoleRouter } from './router.ts';
import { useReauthStore } from './session/reauth.store.ts';
import { useSessionStore } from './session/session.store.ts';
import { shellMessages } from './shell/messages/index.ts';

export type ConsoleParts = {
  readonly news: News;
  /** Left out in the product: the browser's own. */
  readonly send?: typeof fetch;
};

/** Builds the console around the box that served this page, and shows it. */
export async function mountConsole(element: Element, { news, send }: ConsoleParts): Promise<VueApp> {
  const pinia = createPinia();
  const api = createHttpApi(
    {
      signedOut: () => useSessionStore(pinia).lost(),
      reached: (isUp) => void (useSessionStore(pinia).isBoxUp = isUp),
      verify: () => useReauthStore(pinia).ask(),
    },
    send ?? ((...given) => fetch(...given)),
  );
  const i18n = createUiI18n({ locale: 'en', messages: [shellMessages] });
  const app = createApp(App).use(pinia).use(i18n).provide(consoleApiKey, api).provide(newsKey, news);
  app.config.errorHandler = (failure) => reportError(failure); // the console of the browser, never the network
  const [look, session] = app.runWithContext(() => [useLookStore(), useSessionStore()] as const);
  look.follow(i18n);
  // A session that ended elsewhere is found when its line goes, not at the next press of a button.
  news.subscribe((event) => {
    if (event.kind === 'lost' && session.state === 'signed-in') api.get('/sessions/current').catch(() => undefined);
  });
  const router = createConsoleRouter(i18n);
  // Also while a page is still being fetched: whoever is signed out then goes on to that page, not to the one before.
  let headedFor = '/';
  router.beforeEach((to) => {
    if (!to.meta.bare) headedFor = to.fullPath;
  });
  watch(
    () => session.state,
    (state, before) => {
      if (state === 'signed-in') return news.start();
      news.stop();
      useToasts().clear(); // whoever they were meant for is gone
      if (state === 'signed-out' && before === 'signed-in' && !router.currentRoute.value.meta.bare) void router.push({ name: 'sign-in', query: { to: headedFor } });
    },
  );
  app.use(router);
  await router.isReady();
  app.mount(element);
  return app;
}
