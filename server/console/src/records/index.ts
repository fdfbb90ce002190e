import type { Feature } from '../feature.ts';

/** What the journal holds, in numbers and without text; who looked at whom; how the sealed archive is; and looking into a live conversation, for a reason and on record. */
export const recordsFeature: Feature = {
  nav: [{ name: 'records', path: '/records', icon: 'archive', anyOf: ['record:read'], key: 'e', group: 'record' }],
  words: () => import('./messages/index.ts').then(({ recordsMessages }) => recordsMessages),
  routes: [
    { path: '/records', name: 'records', component: () => import('./DaysPage.vue'), meta: { anyOf: ['record:read'], title: 'records.title' } },
    { path: '/records/refusals', name: 'refusals', component: () => import('./RefusalsPage.vue'), meta: { anyOf: ['record:read'], title: 'records.refusals.title' } },
    { path: '/records/decisions', name: 'decisions', component: () => import('./DecisionsPage.vue'), meta: { anyOf: ['record:read'], title: 'records.decisions.title' } },
    { path: '/records/access', name: 'access', component: () => import('./AccessPage.vue'), meta: { anyOf: ['access:read'], title: 'records.access.title' } },
    { path: '/records/archive', name: 'archive', component: () => import('./ArchivePage.vue'), meta: { anyOf: ['archive:read'], title: 'records.archive.title' } },
    { path: '/records/looks', name: 'looks', component: () => import('./LooksPage.vue'), meta: { anyOf: ['portal:read-text'], title: 'records.looks.title' } },
    { path: '/records/looks/:lookId', name: 'look', component: () => import('./LookPage.vue'), meta: { anyOf: ['portal:read-text'], title: 'records.looks.title' } },
  ],
};
