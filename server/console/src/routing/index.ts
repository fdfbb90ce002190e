import type { Feature } from '../feature.ts';

/** What happens with clients without anybody's hand: who gets them, what they are told when somebody takes over, and of recording. */
export const routingFeature: Feature = {
  nav: [{ name: 'routing', path: '/routing', icon: 'arrow-up-down', anyOf: ['routing-rule:read'], key: 'r', group: 'box' }],
  words: () => import('./messages/index.ts').then(({ routingMessages }) => routingMessages),
  routes: [
    { path: '/routing', name: 'routing', component: () => import('./RoutingPage.vue'), meta: { anyOf: ['routing-rule:read'], title: 'routing.title' } },
    { path: '/routing/greetings', name: 'greetings', component: () => import('./GreetingsPage.vue'), meta: { anyOf: ['greeting:read'], title: 'routing.greetings.title' } },
    { path: '/routing/notice', name: 'client-notice', component: () => import('./NoticePage.vue'), meta: { anyOf: ['client-notice:read'], title: 'routing.notice.title' } },
  ],
};
