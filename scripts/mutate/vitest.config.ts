import { defineConfig } from 'vitest/config';

/** The pure tests of what is mutated, and no others: they need no database and no browser. */
export default defineConfig({
  test: {
    include: [
      'web/server/domain/**/*.test.ts',
      'web/server/gateways/shopify/{verify,verifyPage,merchantToken,extensionToken}.test.ts',
    ],
  },
});
