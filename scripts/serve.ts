/** `npm run serve`: the same server against real Shopify, without the simulator. */
import { inWords } from './inWords.ts';
import { openDatabase } from './start/database.ts';
import { startTheApp } from './start/joined.ts';
import { untilStopped } from './start/stopping.ts';

const needed = {
  DATABASE_URL: 'a PostgreSQL 15 or newer, as postgresql://user:password@host/database',
  SHOPIFY_API_KEY: "the app's client id",
  SHOPIFY_API_SECRET: "the app's client secret",
  APP_URL: 'the public https address of this server',
};

await inWords(async () => {
  const missing = Object.entries(needed).filter(([name]) => !process.env[name]);
  if (missing.length > 0) {
    const lines = missing.map(([name, meaning]) => `  ${name.padEnd(20)} ${meaning}`);
    throw new Error(['Set these environment variables first:', ...lines].join('\n'));
  }
  const database = await openDatabase(process.env);
  const app = await startTheApp(process.env);
  await app.ready;
  console.log(`Regulars serves ${process.env.APP_URL} from ${app.url}`);
  await untilStopped([() => database.stop(), () => app.stop()], app.stopsWithinMs);
});
process.exit(0);
