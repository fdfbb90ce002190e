import type { Feature } from '../feature.ts';

export const auditFeature: Feature = {
  nav: [{ name: 'audit', path: '/audit', icon: 'scroll-text', anyOf: ['audit:read'], key: 't', group: 'record' }],
  words: () => import('./messages/index.ts').then(({ auditMessages }) => auditMessages),
  routes: [{ path: '/audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { anyOf: ['audit:read'], title: 'audit.title' } }],
};
