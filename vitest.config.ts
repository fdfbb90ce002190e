import { defineConfig } from 'vitest/config';

/** Two sizes of test: `unit` (pure, services on SQLite, in seconds) and `world` (real homeserver, bridge and control plane). */
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
    ],
  },
});
