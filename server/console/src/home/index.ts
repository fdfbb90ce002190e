import type { Feature } from '../feature.ts';

/** What needs attention now, and the way to where each of it is solved. Letters about an alert lead here, and on to it. */
export const homeFeature: Feature = {
  nav: [{ name: 'home', path: '/', icon: 'house', anyOf: ['home:read'], key: 'h', group: 'now' }],
  words: () => import('./messages/index.ts').then(({ homeMessages }) => homeMessages),
  routes: [{ path: '/', name: 'home', component: () => import('./HomePage.vue'), beforeEnter: ({ query }) => (query['alert'] ? { path: '/box', query: { tab: 'alerts', alert: query['alert'] } } : true), meta: { anyOf: ['home:read'], title: 'home.title' } }],
};
