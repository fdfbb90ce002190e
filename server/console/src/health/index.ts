import type { Feature } from '../feature.ts';

export const healthFeature: Feature = {
  nav: [{ name: 'health', path: '/health', icon: 'activity', anyOf: ['health:probe'], key: 'd', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ healthMessages }) => healthMessages),
  routes: [{ path: '/health', name: 'health', component: () => import('./HealthPage.vue'), meta: { anyOf: ['health:probe'], title: 'health.title' } }],
};
