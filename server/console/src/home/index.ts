import type { Feature } from '../feature.ts';

export const homeFeature: Feature = {
  nav: [{ name: 'home', path: '/', icon: 'house', anyOf: ['alert:read'], key: 'h', group: 'now' }],
  words: () => import('./messages/index.ts').then(({ homeMessages }) => homeMessages),
  routes: [{ path: '/', name: 'home', component: () => import('./HomePage.vue'), meta: { anyOf: ['alert:read'], title: 'home.title' } }],
};
