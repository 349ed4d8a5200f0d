/** Alarms speak of figures that exist, and the runbook of alarms that exist. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const read = (name: string): string =>
  fs.readFileSync(path.join(import.meta.dirname, '..', 'docs', name), 'utf8');

/** The only YAML there is in that file: one setting a line. */
function alarmsOf(yaml: string): { name: string; expression: string }[] {
  const values = (key: string) =>
    [...yaml.matchAll(new RegExp(`^ +(?:- )?${key}: (.+)$`, 'gm'))].map((found) => found[1] ?? '');
  const expressions = values('expr');
  return values('alert').map((name, i) => ({ name, expression: expressions[i] ?? '' }));
}

const alarms = alarmsOf(read('alerts.yml'));
const namesIn = (expression: string): string[] =>
  expression.match(/\b(regulars|nodejs|process)_[a-z\d_]+/g) ?? [];

let world: World;
let metrics = '';
beforeAll(async () => {
  world = await startWorld();
  metrics = await (await fetch(`${world.app.url}/metrics`)).text();
});
afterAll(() => world.stop());

/** Every series a scrape may bring, from what it says of itself. */
function series(): Set<string> {
  const types = [...metrics.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    ),
  );
}

describe('alarms', () => {
  test('are there, each with an expression', () => {
    expect(alarms.length).toBeGreaterThan(15);
    for (const { name, expression } of alarms) {
      expect([name, expression]).toEqual([expect.stringMatching(/^Regulars\w+$/), expression]);
      expect([name, expression.length > 10]).toEqual([name, true]);
    }
  });

  test('speak only of figures that /metrics tells', () => {
    const known = series();
    const unknown = alarms.flatMap(({ name, expression }) =>
      namesIn(expression)
        .filter((each) => !known.has(each))
        .map((each) => `${name}: ${each}`),
    );
    expect(unknown).toEqual([]);
    expect(new Set(alarms.flatMap(({ expression }) => namesIn(expression))).size).toBeGreaterThan(
      12,
    );
  });

  test('ask for labels that are there, where a figure has been told yet', () => {
    for (const { name, expression } of alarms) {
      for (const [, figure = '', labels = ''] of expression.matchAll(
        /(regulars_\w+)\{([^}]*)\}/g,
      )) {
        const sample = metrics.split('\n').find((line) => line.startsWith(`${figure}{`));
        if (!sample) continue;
        for (const [, label = ''] of labels.matchAll(/(\w+)=/g)) {
          expect([name, sample]).toEqual([name, expect.stringContaining(`${label}="`)]);
        }
      }
    }
  });

  test('each have a row in the runbook, and every row an alarm', () => {
    const rows = [...read('runbook.md').matchAll(/^\| `(Regulars\w+)`/gm)].map((found) => found[1]);
    expect(rows).toEqual(alarms.map(({ name }) => name));
  });
});
