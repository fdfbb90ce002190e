import type { Feature } from '../feature.ts';

export const routingFeature: Feature = {
  nav: [{ name: 'routing', path: '/routing', icon: 'arrow-up-down', anyOf: ['queue:assign'], key: 'r', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ routingMessages }) => routingMessages),
  routes: [{ path: '/routing', name: 'routing', component: () => import('./RoutingPage.vue'), meta: { anyOf: ['queue:assign'], title: 'routing.title' } }],
};
