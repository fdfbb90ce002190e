/** For tools that read TypeScript alone (lint): vue-tsc knows the real type of a component. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent<Record<string, unknown>, Record<string, unknown>, unknown>;
  export default component;
}
declare module '*.css';
