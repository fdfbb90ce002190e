import type { Feature } from '../feature.ts';

/** What may change while the box runs, what only its file changes, how alerts leave it, and who signed the recording notice. */
export const settingsFeature: Feature = {
  nav: [{ name: 'settings', path: '/settings', icon: 'settings', anyOf: ['settings:read'], key: 's', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ settingsMessages }) => settingsMessages),
  routes: [
    { path: '/settings', name: 'settings', component: () => import('./SettingsPage.vue'), meta: { anyOf: ['settings:read'], title: 'settings.title' } },
    { path: '/settings/alerts', name: 'alert-settings', component: () => import('./AlertsPage.vue'), meta: { anyOf: ['settings:read'], title: 'settings.alerts.title' } },
    { path: '/settings/notice', name: 'notice-signers', component: () => import('./SignersPage.vue'), meta: { anyOf: ['notice:read'], title: 'settings.notice.title' } },
  ],
};
