import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Compile-time switches: what the console does not use of Vue and vue-i18n does not ship. */
export const switches = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' };

/** The control plane serves what this writes to dist/, under its own strict policy: nothing inline, nothing as data. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [vue(), compressed()],
  define: switches,
  build: { outDir: here('dist'), emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
