import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Home } from './embeddedHome.ts';

/** Runs one of the server's own programs as the server's user. Throws with what it said. */
export function run(home: Home, program: 'initdb' | 'pg_ctl', args: string[]): void {
  const file = path.join(home.binDir, process.platform === 'win32' ? `${program}.exe` : program);
  const result = spawnSync(file, args, {
    ...home.user,
    // Its user may not be able to enter the folder that Node was started in.
    cwd: path.parse(home.dataDir).root,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
    windowsHide: true,
  });
  if (result.status === 0) return;
  const words = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw new Error(`${program} of the embedded PostgreSQL failed: ${words}`);
}
