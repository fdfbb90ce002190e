import { defineConfig } from 'vitest/config';

/**
 * Two sizes of test: `unit` (pure, services on SQLite, in seconds) and `world` (real homeserver, bridge and control
 * plane). `bench` measures the same worlds against floors of the same run and writes down what it found.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['server/{src,contract}/**/*.test.ts', 'provisioning/**/*.test.ts', 'server/test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'server/test/e2e/**'],
        },
      },
      {
        test: {
          name: 'world',
          include: ['server/test/e2e/**/*.e2e.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['server/test/bench/**/*.bench.ts'],
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
