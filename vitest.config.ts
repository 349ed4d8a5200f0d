import { defineConfig } from 'vitest/config';

/** Rooms whose tests are pure, or speak only to themselves: no database is started for them. */
const unit = [
  'web/server/domain/**/*.test.ts',
  'web/server/gateways/**/*.test.ts',
  'web/server/*.test.ts',
  'web/contract/**/*.test.ts',
  'web/admin/**/*.test.{ts,tsx}',
  'extensions/**/*.test.ts',
  'simulator/**/*.test.ts',
  'scripts/**/*.test.ts',
  'tests/tidy/**/*.test.ts',
  'tests/tidy.test.ts',
];
const browser = ['tests/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    // Only here: a project that extended this configuration would start a server of its own.
    globalSetup: ['tests/globalSetup.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: { name: 'unit', include: unit, sequence: { groupOrder: 0 } },
      },
      {
        test: {
          name: 'stories',
          include: ['web/server/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...unit, ...browser, '**/node_modules/**'],
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
