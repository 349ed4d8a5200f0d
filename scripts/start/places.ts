import fs from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..', '..');
/** Everything that the demo keeps; `npm run reset` deletes it. */
export const dataDir = path.join(root, '.data');
export const postgresDir = path.join(dataDir, 'postgres');
export const simulatorFile = path.join(dataDir, 'simulator.sqlite');
export const migrationsDir = path.join(root, 'prisma', 'migrations');

const runningFile = path.join(dataDir, 'start.pid');

/** The process of an `npm start` that runs in this folder, or null. */
export function runningStart(): number | null {
  if (!fs.existsSync(runningFile)) return null;
  const pid = Number(fs.readFileSync(runningFile, 'utf8'));
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}

/** Notes that this process is the `npm start` of this folder, until it ends. */
export function noteRunning(): void {
  fs.mkdirSync(dataDir, { recursive: true });
  fs.writeFileSync(runningFile, String(process.pid));
  process.on('exit', () => fs.rmSync(runningFile, { force: true }));
}
