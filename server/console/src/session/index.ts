import type { Feature } from '../feature.ts';

/** Getting in, and what concerns only the person who is in. */
export const sessionFeature: Feature = {
  words: () => import('./messages/index.ts').then(({ sessionMessages }) => sessionMessages),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { bare: true, title: 'session.signIn' } },
    // The token stands behind the '#', which a browser sends to nobody: it is in no log.
    { path: '/link', name: 'sign-in-link', component: () => import('./LinkPage.vue'), meta: { bare: true, title: 'session.signIn' } },
    { path: '/own-account', name: 'own-account', component: () => import('./OwnAccountPage.vue'), meta: { title: 'session.ownAccount' } },
  ],
};
