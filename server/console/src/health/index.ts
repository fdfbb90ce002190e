import type { Feature } from '../feature.ts';

const anyOf = ['health:probe', 'alert:read'] as const;

/** Whether the parts of the box live, what its doctor finds and how to mend it, and what it wanted somebody to look at. */
export const healthFeature: Feature = {
  nav: [{ name: 'health', path: '/box', icon: 'activity', anyOf, key: 'd', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ healthMessages }) => healthMessages),
  routes: [{ path: '/box', name: 'health', component: () => import('./HealthPage.vue'), meta: { anyOf: [...anyOf], title: 'health.title' } }],
};
