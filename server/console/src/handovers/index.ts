import type { Feature } from '../feature.ts';

export const handoversFeature: Feature = {
  nav: [{ name: 'handovers', path: '/handovers', icon: 'arrow-right-left', anyOf: ['handover:read'], key: 'o', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ handoversMessages }) => handoversMessages),
  routes: [{ path: '/handovers', name: 'handovers', component: () => import('./HandoversPage.vue'), meta: { anyOf: ['handover:read'], title: 'handovers.title' } }],
};
