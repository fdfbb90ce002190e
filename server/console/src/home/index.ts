import type { Feature } from '../feature.ts';

/** What needs attention now, and the way to where each of it is solved. */
export const homeFeature: Feature = {
  nav: [{ name: 'home', path: '/', icon: 'house', anyOf: ['home:read'], key: 'h', group: 'now' }],
  words: () => import('./messages/index.ts').then(({ homeMessages }) => homeMessages),
  routes: [{ path: '/', name: 'home', component: () => import('./HomePage.vue'), meta: { anyOf: ['home:read'], title: 'home.title' } }],
};
