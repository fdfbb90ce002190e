import type { Feature } from '../feature.ts';

/** Who works here, what they have in hand, and letting them go. */
export const peopleFeature: Feature = {
  nav: [{ name: 'people', path: '/people', icon: 'users', anyOf: ['person:read'], key: 'p', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ peopleMessages }) => peopleMessages),
  routes: [
    { path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { anyOf: ['person:read'], title: 'people.title' } },
    { path: '/people/:personId', name: 'person', component: () => import('./PersonPage.vue'), meta: { anyOf: ['person:read'], title: 'people.title' } },
    { path: '/people/:personId/leave', name: 'leave', component: () => import('./LeavePage.vue'), meta: { anyOf: ['handover:run'], title: 'people.leave.title' } },
  ],
};
