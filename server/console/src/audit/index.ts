import type { Feature } from '../feature.ts';

/** Every act of people and of the box, to be found, read and taken out. Shows ids and codes, never what anybody wrote. */
export const auditFeature: Feature = {
  nav: [{ name: 'audit', path: '/audit', icon: 'scroll-text', anyOf: ['audit:read'], key: 't', group: 'record' }],
  words: () => import('./messages/index.ts').then(({ auditMessages }) => auditMessages),
  routes: [{ path: '/audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { anyOf: ['audit:read'], title: 'audit.title' } }],
};
