import type { Feature } from '../feature.ts';

/** Conversations that move from one person to another: what runs, what waits for a word, what became of it. */
export const handoversFeature: Feature = {
  nav: [{ name: 'handovers', path: '/handovers', icon: 'arrow-right-left', anyOf: ['handover:read'], key: 'o', group: 'people' }],
  words: () => import('./messages/index.ts').then(({ handoversMessages }) => handoversMessages),
  routes: [
    { path: '/handovers', name: 'handovers', component: () => import('./HandoversPage.vue'), meta: { anyOf: ['handover:read'], title: 'handovers.title' } },
    { path: '/handovers/new', name: 'new-handover', component: () => import('./MoveRoomsPage.vue'), meta: { anyOf: ['handover:run'], title: 'handovers.move.title' } },
    { path: '/handovers/:handoverId', name: 'handover', component: () => import('./HandoverPage.vue'), meta: { anyOf: ['handover:read'], title: 'handovers.one' } },
    { path: '/handovers/:handoverId/report', name: 'handover-report', component: () => import('./HandoverReportPage.vue'), meta: { anyOf: ['handover:read'], title: 'handovers.report.title' } },
  ],
};
