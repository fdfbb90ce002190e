import { createPinia } from 'pinia';
import { createApp, type App as VueApp } from 'vue';
import { createUiI18n, detectLocale } from '@holdfast/ui';
import '@holdfast/ui/styles.css';
import type { BoxApi } from '../ipc/index.ts';
import App from './App.vue';
import { boxApiKey } from './host/box-api.ts';
import { hostLineKey, type HostState } from './host/host-state.ts';
import { startMatrixKey, type StartMatrix } from './matrix/matrix-session.ts';
import { appMessages } from './messages.ts';
import { useSessionStore } from './session/session.store.ts';
import { useSettingsStore } from './settings/settings.store.ts';

export type AppParts = {
  readonly api: BoxApi;
  /** Left out where no homeserver is to be had: tests with a fake contract. */
  readonly startMatrix?: StartMatrix;
  readonly host: HostState;
};

/** Builds the app out of what a host gives it and shows it. The settings come first: nobody sees the wrong theme flash. */
export async function mountApp(element: Element, { api, startMatrix, host }: AppParts): Promise<VueApp> {
  const i18n = createUiI18n({ locale: detectLocale(navigator.languages), messages: appMessages });
  const app = createApp(App).use(createPinia()).use(i18n).provide(boxApiKey, api).provide(hostLineKey, host);
  if (startMatrix) app.provide(startMatrixKey, startMatrix);
  app.config.errorHandler = (failure) => reportError(failure); // the console of the host, never the network
  const [settings, session] = app.runWithContext(() => [useSettingsStore(), useSessionStore()] as const);
  settings.apply(i18n);
  await Promise.race([Promise.all([settings.load(), session.start()]), host.isStuck]);
  app.mount(element);
  return app;
}
