import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findBrowser } from './browser.ts';

test('the browser that is named comes first; a name that leads nowhere is no browser', () => {
  expect(findBrowser({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  expect(findBrowser({ CHROMIUM_PATH: path.join(os.tmpdir(), 'no', 'chrome') })).toBeNull();
});

test('a browser on the PATH is found', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-browser-'));
  const chromium = path.join(folder, 'chromium');
  fs.writeFileSync(chromium, '');
  expect(findBrowser({ PATH: folder })).toBe(chromium);
  fs.rmSync(folder, { recursive: true });
});
