/** The Shopify CLI builds our extensions as they are, without the net and without an account. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..');
const cli = path.join(root, 'node_modules', '@shopify', 'cli', 'bin', 'run.js');
const app = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-build-'));
afterAll(() => fs.rmSync(app, { recursive: true, force: true }));

/** The CLI writes into the folders that it builds, so it gets copies. */
function copyApp(): void {
  for (const name of ['package.json', 'shopify.app.toml']) {
    fs.copyFileSync(path.join(root, name), path.join(app, name));
  }
  fs.cpSync(path.join(root, 'extensions'), path.join(app, 'extensions'), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(app, 'node_modules'));
  fs.writeFileSync(path.join(app, '.env'), 'APP_URL=https://somewhere.example\n');
}

test('both extensions are bundled, the thank-you page’s with the address of the app in it', async () => {
  copyApp();
  // Its exit code says little; its words and what it wrote are what counts.
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [cli, 'app', 'build', '--skip-dependencies-installation', '--path', app],
    {
      cwd: app,
      env: { ...process.env, SHOPIFY_CLI_NO_ANALYTICS: '1', CI: '1', NO_COLOR: '1', HOME: app },
    },
  );
  const said = stdout + stderr;
  expect(said).toContain('Bundling theme extension regulars-storefront');
  expect(said).toContain('regulars-thank-you successfully built');
  expect(said).toContain('Regulars built!');
  const dist = path.join(app, 'extensions', 'thank-you', 'dist');
  const bundle = fs.readFileSync(path.join(dist, 'regulars-thank-you.js'), 'utf8');
  expect(bundle).toContain('https://somewhere.example');
  expect(bundle).toContain('s-clipboard-item');
  // The platform takes bundles of 64 KB, compressed; ours is far below even before.
  expect(bundle.length).toBeLessThan(64_000);
}, 90_000);
