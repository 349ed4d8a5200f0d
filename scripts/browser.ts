import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A Chromium or Chrome to run the browser tests with: CHROMIUM_PATH, what is installed on the
 * system, or what Playwright downloaded at some time. Null when there is none.
 */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return fs.existsSync(named) ? named : null;
  return [...onPath(env), ...wellKnown(env), ...fromPlaywright()].find(isFile) ?? null;
}

export const noBrowser =
  'No browser was found for the browser tests. Install Chromium or Chrome (Debian and Ubuntu: ' +
  'apt-get install chromium), or name one with CHROMIUM_PATH=/path/to/chrome.';

function isFile(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isFile() ?? false;
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function wellKnown(env: NodeJS.ProcessEnv): string[] {
  const windows = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  return [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...windows,
  ];
}

function fromPlaywright(): string[] {
  const caches = ['.cache', 'Library/Caches', 'AppData/Local'];
  const inside = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-win/chrome.exe'];
  const mac = 'chrome-mac/Chromium.app/Contents/MacOS/Chromium';
  return caches
    .map((cache) => path.join(os.homedir(), cache, 'ms-playwright'))
    .filter((cache) => fs.existsSync(cache))
    .flatMap((cache) => fs.readdirSync(cache).map((name) => path.join(cache, name)))
    .filter((folder) => path.basename(folder).startsWith('chromium-'))
    .sort()
    .reverse()
    .flatMap((folder) => [...inside, mac].map((file) => path.join(folder, file)));
}
