/** A process that asks for the shop's token and says what came of it; it is there to be killed. */
import { openCaller } from './reaches.ts';

const { DATABASE_URL = '', PLATFORM_ORIGIN = '', NOW = '0', DEADLINE_MS = '0' } = process.env;

const caller = await openCaller({
  databaseUrl: DATABASE_URL,
  platformOrigin: PLATFORM_ORIGIN,
  now: () => Number(NOW),
});
const answer = await caller.call(Number(DEADLINE_MS));
console.log(answer.ok ? 'renewed' : answer.failure.reason);
await caller.end();
