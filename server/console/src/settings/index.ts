import type { Feature } from '../feature.ts';

export const settingsFeature: Feature = {
  nav: [{ name: 'settings', path: '/settings', icon: 'settings', anyOf: ['health:probe'], key: 's', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ settingsMessages }) => settingsMessages),
  routes: [{ path: '/settings', name: 'settings', component: () => import('./SettingsPage.vue'), meta: { anyOf: ['health:probe'], title: 'settings.title' } }],
};
