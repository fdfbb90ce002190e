import type { Feature } from '../feature.ts';

export const peopleFeature: Feature = {
  nav: [{ name: 'people', path: '/people', icon: 'users', anyOf: ['person:read'], key: 'p', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ peopleMessages }) => peopleMessages),
  routes: [{ path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { anyOf: ['person:read'], title: 'people.title' } }],
};
