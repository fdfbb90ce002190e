import type { Feature } from '../feature.ts';

export const queueFeature: Feature = {
  nav: [{ name: 'queue', path: '/queue', icon: 'inbox', anyOf: ['queue:assign'], key: 'q', group: 'now' }],
  words: () => import('./messages/index.ts').then(({ queueMessages }) => queueMessages),
  routes: [{ path: '/queue', name: 'queue', component: () => import('./QueuePage.vue'), meta: { anyOf: ['queue:assign'], title: 'queue.title' } }],
};
