/** The thread in which a large club's night is worked out. */
import { workOut } from '../domain/retention/night.ts';
import { serveThread } from '../store/threads.ts';

serveThread(workOut);
