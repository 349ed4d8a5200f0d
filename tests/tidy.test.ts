/** Style is a test. Each rule stands in tests/tidy/ and shows here first that it can see. */
import { describe, expect, test } from 'vitest';
import { honestTests, namedExports, noAny, nothingSilenced } from './tidy/code.ts';
import { imports } from './tidy/imports.ts';
import { fileNames, migrations } from './tidy/names.ts';
import { packages } from './tidy/packages.ts';
import type { Rule } from './tidy/rule.ts';
import { constantTime, noRedirects, securityRows } from './tidy/security.ts';
import { fileLength, functionLength } from './tidy/sizes.ts';
import { bothDirections, everyLanguage } from './tidy/surfaces.ts';
import { readTree } from './tidy/tree.ts';
import { finished, ormInOneRoom, platformNeutral, standsAlone } from './tidy/words.ts';

const rules: Rule[] = [
  imports,
  platformNeutral,
  ormInOneRoom,
  fileNames,
  migrations,
  fileLength,
  functionLength,
  namedExports,
  noAny,
  nothingSilenced,
  honestTests,
  bothDirections,
  everyLanguage,
  finished,
  standsAlone,
  packages,
  securityRows,
  constantTime,
  noRedirects,
];

const tree = readTree();

describe.each(rules)('$name', (rule) => {
  test.each([...rule.good.entries()])('lets good example %i pass', (_, files) => {
    expect(rule.check(files)).toEqual([]);
  });

  test.each([...rule.bad.entries()])('sees bad example %i', (_, files) => {
    expect(rule.check(files)).not.toEqual([]);
  });

  test('the tree holds to it', () => {
    const complaints = rule.check(tree);
    expect(complaints.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
  });
});

test('the tree is there to be looked at', () => {
  const paths = tree.map(({ path }) => path);
  expect(paths).toContain('package.json');
  expect(paths).toContain('tests/tidy.test.ts');
  expect(paths.filter((path) => path.includes('node_modules/'))).toEqual([]);
});
