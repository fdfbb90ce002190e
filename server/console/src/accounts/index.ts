import type { Feature } from '../feature.ts';

export const accountsFeature: Feature = {
  nav: [{ name: 'accounts', path: '/accounts', icon: 'smartphone', anyOf: ['account:manage', 'account:read'], key: 'a', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ accountsMessages }) => accountsMessages),
  routes: [{ path: '/accounts', name: 'accounts', component: () => import('./AccountsPage.vue'), meta: { anyOf: ['account:manage', 'account:read'], title: 'accounts.title' } }],
};
