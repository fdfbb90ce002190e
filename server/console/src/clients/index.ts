import type { Feature } from '../feature.ts';

/** Whom the company talks to: finding, looking, mending cards, moving conversations, and putting clients in from a file. */
export const clientsFeature: Feature = {
  nav: [{ name: 'clients', path: '/clients', icon: 'contact', anyOf: ['client:read'], key: 'c', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ clientsMessages }) => clientsMessages),
  routes: [
    { path: '/clients', name: 'clients', component: () => import('./ClientsPage.vue'), meta: { anyOf: ['client:read'], title: 'clients.title' } },
    { path: '/clients/conversations', name: 'conversations', component: () => import('./RoomsPage.vue'), meta: { anyOf: ['portal:read'], title: 'clients.rooms.title' } },
    { path: '/clients/import', name: 'client-imports', component: () => import('./ImportsPage.vue'), meta: { anyOf: ['client:import'], title: 'clients.import.title' } },
    { path: '/clients/import/:importId', name: 'client-import', component: () => import('./ImportPage.vue'), meta: { anyOf: ['client:import'], title: 'clients.import.title' } },
    { path: '/clients/:clientId', name: 'client', component: () => import('./ClientPage.vue'), meta: { anyOf: ['client:read'], title: 'clients.one' } },
  ],
};
