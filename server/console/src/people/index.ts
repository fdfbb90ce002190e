import type { Feature } from '../feature.ts';
import { withWordsOf } from '../words.ts';

/** Who works here, what they have in hand, and letting them go. */
export const peopleFeature: Feature = {
  nav: [{ name: 'people', path: '/people', icon: 'users', anyOf: ['person:read'], key: 'p', group: 'people' }],
  acts: [{ name: 'accessOff', path: '/access-off', icon: 'ban', anyOf: ['access:cut'] }],
  words: async () => {
    // Letting somebody leave is a handover, and says so in its words.
    const [{ peopleMessages }, { handoversMessages }] = await Promise.all([import('./messages/index.ts'), import('../handovers/messages/index.ts')]);
    return withWordsOf(peopleMessages, handoversMessages);
  },
  routes: [
    { path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { anyOf: ['person:read'], title: 'people.title' } },
    { path: '/people/:personId', name: 'person', component: () => import('./PersonPage.vue'), meta: { anyOf: ['person:read'], title: 'people.title' } },
    { path: '/people/:personId/leave', name: 'leave', component: () => import('./LeavePage.vue'), meta: { anyOf: ['person:manage'], title: 'people.leave.title' } },
    { path: '/access-off', name: 'access-off', component: () => import('./AccessOffPage.vue'), meta: { anyOf: ['access:cut'], title: 'people.accessOff.page' } },
  ],
};
