import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Compile-time switches: what the app does not use of Vue and vue-i18n does not ship. */
const switches = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' };

/**
 * Three programs, one a process. The Node host (desktop/host) is started from source and is no input here, so that no
 * build of the product can hold it.
 */
export default defineConfig({
  main: {
    build: {
      outDir: here('out/main'),
      externalizeDeps: { exclude: ['@holdfast/contract', 'typebox'] },
      rollupOptions: { input: { index: here('main/electron/index.ts'), 'store-worker': here('store/worker.ts') }, output: { entryFileNames: '[name].js' } },
    },
  },
  preload: {
    build: { outDir: here('out/preload'), externalizeDeps: false, rollupOptions: { input: { api: here('preload/api.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } },
  },
  renderer: {
    root: here('app'),
    base: './', // the same files are served under box://app/ and below a profile's path of the Node host
    plugins: [vue()],
    define: switches,
    build: {
      outDir: here('out/renderer'),
      emptyOutDir: true,
      minify: true,
      target: 'chrome140',
      assetsInlineLimit: 0, // nothing as a data: script or font: the policy allows neither
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: here('app/index.html') } },
    },
  },
});
