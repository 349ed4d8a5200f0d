import { defineConfig } from 'vitest/config';

/** Rooms whose tests are pure, or speak only to themselves: no database is started for them. */
const unit = [
  'web/server/domain/**/*.test.ts',
  'web/server/gateways/**/*.test.ts',
  'web/server/orderFiles/**/*.test.ts',
  'web/server/config.test.ts',
  'web/contract/**/*.test.ts',
  'web/admin/**/*.test.{ts,tsx}',
  'extensions/**/*.test.ts',
  'simulator/**/*.test.ts',
  'scripts/**/*.test.ts',
  'tests/tidy/**/*.test.ts',
  'tests/tidy.test.ts',
];
/** Tests that drive a real Chromium, one at a time. */
const browser = ['tests/browser/**/*.test.ts', '**/*.browser.test.ts'];
const never = ['**/node_modules/**'];

export default defineConfig({
  test: {
    // Only here: a project that extended this configuration would start a server of its own.
    globalSetup: ['tests/globalSetup.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: unit,
          exclude: [...browser, ...never],
          // It imports our extension's .tsx, which only vitest can read.
          server: { deps: { inline: [/ui-extensions-tester/] } },
          sequence: { groupOrder: 0 },
          // Rules that read the whole tree take seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'stories',
          include: ['web/server/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...unit, ...browser, ...never],
          sequence: { groupOrder: 1 },
          // The app is read once for each worker instead of once for each file: two worlds beside one
          // another share no more than two clubs of one server do.
          isolate: false,
          // On two cores one waits for its database or a deadline while two compute.
          maxWorkers: 3,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          exclude: never,
          sequence: { groupOrder: 2 },
          isolate: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          // A browser on a busy machine may need longer than a second.
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
