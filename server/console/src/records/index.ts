import type { Feature } from '../feature.ts';

export const recordsFeature: Feature = {
  nav: [{ name: 'records', path: '/records', icon: 'archive', anyOf: ['audit:read'], key: 'e', group: 'record' }],
  words: () => import('./messages/index.ts').then(({ recordsMessages }) => recordsMessages),
  routes: [{ path: '/records', name: 'records', component: () => import('./RecordsPage.vue'), meta: { anyOf: ['audit:read'], title: 'records.title' } }],
};
