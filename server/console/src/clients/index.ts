import type { Feature } from '../feature.ts';

export const clientsFeature: Feature = {
  nav: [{ name: 'clients', path: '/clients', icon: 'contact', anyOf: ['client:read'], key: 'c', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ clientsMessages }) => clientsMessages),
  routes: [{ path: '/clients', name: 'clients', component: () => import('./ClientsPage.vue'), meta: { anyOf: ['client:read'], title: 'clients.title' } }],
};
