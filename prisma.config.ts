import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma would download a native schema engine at its first command. This stand-in runs the same
// engine, compiled to WebAssembly, from npm: nothing else has to be reached.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(
  import.meta.dirname,
  'scripts',
  'schema-engine.mjs',
);

export default defineConfig({
  schema: path.join('prisma', 'schema'),
  migrations: { path: path.join('prisma', 'migrations') },
  // Only authoring and the drift check speak to a database through Prisma's CLI.
  ...(process.env.DATABASE_URL === undefined
    ? {}
    : { datasource: { url: process.env.DATABASE_URL } }),
});
