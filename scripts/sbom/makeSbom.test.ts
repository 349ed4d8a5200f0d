import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeSbom } from './makeSbom.ts';

type Component = { name: string; version: string; purl: string };

test('the list holds what runs in production at its pinned version, and no tool', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-sbom-'));
  try {
    const place = path.join(folder, 'sbom.cdx.json');
    const count = makeSbom(place);
    const sbom = JSON.parse(fs.readFileSync(place, 'utf8')) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: Component[];
    };
    expect([sbom.bomFormat, sbom.metadata.component.name]).toEqual(['CycloneDX', 'regulars']);
    expect(sbom.components).toHaveLength(count);
    const packages = JSON.parse(fs.readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const listed = new Map(sbom.components.map(({ purl, version }) => [purl, version]));
    for (const [name, version] of Object.entries(packages.dependencies)) {
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      expect([name, listed.get(purl)]).toEqual([name, version]);
    }
    const names = new Set(sbom.components.map(({ purl }) => purl.split('@')[0]));
    for (const tool of ['vitest', 'prettier', 'oxlint', 'supertest']) {
      expect([tool, names.has(`pkg:npm/${tool}`)]).toEqual([tool, false]);
    }
    expect(JSON.stringify(sbom)).not.toContain(os.homedir() + path.sep);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}, 60_000);
