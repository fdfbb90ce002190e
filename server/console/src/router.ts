import type { UiI18n } from '@holdfast/ui';
import { createRouter, createWebHistory, type Router, type RouterHistory } from 'vue-router';
import { addWords } from './words.ts';
import { routesOf } from './feature.ts';
import { features } from './features.ts';
import { useSessionStore } from './session/session.store.ts';

/**
 * Where in the console one is. Whoever is not signed in is taken to the sign-in and back again; a page somebody may not see
 * does not exist for them.
 */
export function createConsoleRouter(i18n: UiI18n, history: RouterHistory = createWebHistory()): Router {
  const router = createRouter({
    history,
    routes: [...features.flatMap(routesOf), { path: '/:rest(.*)*', name: 'nothing-here', component: () => import('./shell/NothingHere.vue') }],
    scrollBehavior: () => ({ top: 0 }),
  });
  router.beforeEach(async (to) => {
    const session = useSessionStore();
    if (session.state === 'asking') await session.read();
    if (to.meta.bare) return true;
    if (session.state === 'signed-out') return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
    const { anyOf } = to.meta;
    if (session.state === 'signed-in' && anyOf && !anyOf.some(session.may)) return { name: 'nothing-here', params: { rest: to.path.slice(1).split('/') } };
    return true;
  });
  router.beforeResolve(async (to) => {
    const { words } = to.meta;
    if (words) addWords(i18n, await words());
  });
  router.afterEach((to) => {
    const { t } = i18n.global;
    document.title = to.meta.title ? `${t(to.meta.title)} · Holdfast` : 'Holdfast';
  });
  return router;
}
