import type { Permission } from '@holdfast/contract';
import type { Catalogue, IconName } from '@holdfast/ui';
import type { RouteRecordRaw } from 'vue-router';

/** A place in the side navigation. Its name is `nav.<name>` in the shell's words, so that it can be drawn before the feature is here. */
export type NavItem = {
  readonly name: string;
  readonly path: string;
  readonly icon: IconName;
  /** Whoever has none of them does not see it. */
  readonly anyOf: readonly Permission[];
  /** Pressed after `g`. */
  readonly key: string;
  readonly group: 'now' | 'people' | 'record' | 'box';
  /** Paths of pages that stand beside it and have no place of their own. */
  readonly covers?: readonly string[];
};

/** Something one can do from anywhere, by a page of its own: found in the palette. Its name is `nav.acts.<name>` in the shell's words. */
export type PlaceAct = Pick<NavItem, 'name' | 'path' | 'icon' | 'anyOf'>;

/**
 * One feature of the console: its pages, and the words they need, both fetched when somebody first goes there. A route's
 * `meta.anyOf` names the permissions of which one is needed; without any the page does not exist for that person.
 */
export type Feature = {
  readonly nav?: readonly NavItem[];
  readonly acts?: readonly PlaceAct[];
  readonly routes: readonly RouteRecordRaw[];
  readonly words: () => Promise<Catalogue>;
};

declare module 'vue-router' {
  interface RouteMeta {
    /** One of these permissions is needed. */
    anyOf?: readonly Permission[];
    /** Fetches the page's words before it is drawn. */
    words?: () => Promise<Catalogue>;
    /** Drawn without the frame of navigation, for people who are not signed in. */
    bare?: boolean;
    /** Key of the page's name in its words, for the browser's title. */
    title?: string;
  }
}

/** Gives every route of a feature its words. */
export const routesOf = ({ routes, words }: Feature): RouteRecordRaw[] => routes.map((route) => ({ ...route, meta: { words, ...route.meta } }));
