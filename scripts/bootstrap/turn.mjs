import fs from 'node:fs';
import path from 'node:path';
import { Trouble, root, say } from './words.mjs';

const lockFile = path.join(root, '.data', 'bootstrap.lock');
const pollMs = 300;

/** Two terminals may run two commands at once; only one of them installs, the other one waits. */
export async function oneAtATime(work) {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  let told = false;
  while (!taken()) {
    if (!told) say('Another command is just installing here; waiting for it …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const release = () => fs.rmSync(lockFile, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function taken() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw new Trouble(
        `${path.dirname(lockFile)} cannot be written to (${error.code}). If Regulars was started ` +
          `with sudo before, give the folder back to yourself.`,
      );
    }
  }
  if (!holderLives()) fs.rmSync(lockFile, { force: true });
  return false;
}

function holderLives() {
  const pid = Number(fs.readFileSync(lockFile, { encoding: 'utf8', flag: 'a+' }));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
