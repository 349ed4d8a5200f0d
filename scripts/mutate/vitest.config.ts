import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The pure tests of what is mutated, and no others: they need no database and no browser. */
export default defineConfig({
  test: {
    root: process.cwd(),
    dir: path.join(process.cwd(), 'web/server'),
    include: ['domain/**/*.test.ts', 'gateways/shopify/verify*.test.ts'].map((p) => `**/${p}`),
    exclude: ['**/node_modules/**'],
  },
});
