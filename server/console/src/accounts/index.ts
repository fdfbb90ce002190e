import type { Feature } from '../feature.ts';

const anyOf = ['account:manage', 'account:read'] as const;

export const accountsFeature: Feature = {
  nav: [{ name: 'accounts', path: '/accounts', icon: 'smartphone', anyOf, key: 'a', group: 'box', covers: ['/handsets'] }],
  words: () => import('./messages/index.ts').then(({ accountsMessages }) => accountsMessages),
  routes: [
    { path: '/accounts', name: 'accounts', component: () => import('./AccountsPage.vue'), meta: { anyOf: [...anyOf], title: 'accounts.title' } },
    { path: '/handsets', name: 'handsets', component: () => import('./handsets/HandsetsPage.vue'), meta: { anyOf: ['handset:read'], title: 'handsets.title' } },
    { path: '/accounts/:accountId', name: 'account', component: () => import('./AccountPage.vue'), meta: { anyOf: [...anyOf], title: 'accounts.title' } },
    { path: '/accounts/:accountId/link', name: 'account-link', component: () => import('./linking/LinkPage.vue'), meta: { anyOf: ['account:link'], title: 'accounts.title' } },
    { path: '/accounts/:accountId/old-chats', name: 'account-old-chats', component: () => import('./old-chats/OldChatsPage.vue'), meta: { anyOf: ['account:link'], title: 'accounts.title' } },
  ],
};
