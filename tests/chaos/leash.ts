/**
 * Loaded before a process of ours that a test started: it ends with whoever started it, however that
 * one ended.
 */
import { flushCompileCache } from 'node:module';

process.on('disconnect', () => process.exit(1));
// It is up: what was compiled is kept, as nobody who is killed can do it later.
process.on('message', () => flushCompileCache());
process.channel?.unref();
