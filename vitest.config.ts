import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/**
 * Three sizes of test: `unit` (pure, services on SQLite, components on fakes, in seconds), `screen` (real Chromium without a
 * box) and `world` (real homeserver, bridge, control plane and app). `soak` kills them hundreds of times. `bench` measures the same worlds against floors of the
 * same run and writes down what it found.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [vue()],
        test: {
          name: 'unit',
          include: ['server/{src,contract,archive-format,auditor}/**/*.test.ts', 'server/console/src/**/*.test.ts', 'provisioning/**/*.test.ts', 'server/test/**/*.test.ts', 'desktop/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/out/**', '**/dist/**', 'server/test/e2e/**', 'desktop/test/e2e/**', '**/*.screen.test.ts'],
        },
      },
      {
        test: {
          name: 'screen',
          include: ['desktop/**/*.screen.test.ts', 'server/console/**/*.screen.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'world',
          include: ['server/test/e2e/**/*.e2e.test.ts', 'desktop/test/e2e/**/*.e2e.test.ts', 'server/console/test/e2e/**/*.e2e.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: { name: 'soak', include: ['server/test/soak/**/*.soak.ts'], fileParallelism: false },
      },
      {
        test: {
          name: 'bench',
          include: ['server/test/bench/**/*.bench.ts', 'desktop/test/bench/**/*.bench.ts', 'server/console/test/bench/**/*.bench.ts'],
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
