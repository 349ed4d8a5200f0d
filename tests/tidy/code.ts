import ts from 'typescript';
import { file, isCode, isScript, isTest, isTidy, matches } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';
import { lineOf, parse, walk } from './syntax.ts';

function complain(source: SourceFile, is: (node: ts.Node) => boolean, message: string) {
  const tree = parse(source);
  const found: Complaint[] = [];
  walk(tree, (node) => {
    if (!is(node)) return;
    found.push({ path: source.path, line: lineOf(tree, node.getStart(tree)), message });
  });
  return found;
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return ts.canHaveModifiers(node)
    ? (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
    : false;
}

/** Tools that look for a default export, and Shopify's UI extensions. */
const mustExportDefault = /\.config\.ts$|^tests\/globalSetup\.ts$|^extensions\/[^/]+\/src\/index\./;

export const namedExports: Rule = {
  name: 'exports have names',
  check: (files) =>
    files
      .filter(({ path }) => isCode(path) && !mustExportDefault.test(path))
      .flatMap((each) => complain(each, isDefaultExport, 'a default export has no name')),
  good: [[file('a.ts', 'export const a = 1;')], [file('vitest.config.ts', 'export default {};')]],
  bad: [
    [file('a.ts', 'export default function a() {}')],
    [file('a.ts', 'const a = 1; export default a;')],
    [file('a.ts', 'const a = 1; export { a as default };')],
  ],
};

export const noAny: Rule = {
  name: 'no any',
  check: (files) =>
    files
      .filter(({ path }) => isScript(path))
      .flatMap((each) =>
        complain(each, ({ kind }) => kind === ts.SyntaxKind.AnyKeyword, 'any: say what it is'),
      ),
  good: [[file('a.ts', 'const any = 1; // any')]],
  bad: [[file('a.ts', 'let a: any;')], [file('a.ts', 'const b = a as any;')]],
};

export const nothingSilenced: Rule = {
  name: 'no warning is silenced in the code',
  check: (files) =>
    matches(
      files.filter(({ path }) => isCode(path) && !isTidy(path)),
      /(eslint|oxlint|tslint)-disable|@ts-(ignore|nocheck)/g,
      (found) => `${found}: mend it, or change the rule for everybody`,
    ),
  good: [[file('a.ts', '// @ts-expect-error a string is refused')]],
  bad: [[file('a.ts', '// @ts-ignore')], [file('a.js', '/* eslint-disable */')]],
};

const dishonest =
  /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|fails|skipIf|runIf)\b|\b(vi|jest)\.(do)?mock\(|\bsetTimeout\b|\bwaitForTimeout\b|\bsleep\(/g;

export const honestTests: Rule = {
  name: 'tests run, wait for conditions and mock nothing of ours',
  check: (files) =>
    matches(
      files.filter(({ path }) => isTest(path) && !isTidy(path)),
      dishonest,
      (found) => `${found} in a test`,
    ),
  good: [[file('a.test.ts', "test('skip the first one', async () => { await expect.poll(f); });")]],
  bad: [
    [file('a.test.ts', "test.only('a', () => {});")],
    [file('a.test.ts', "describe.skip('a', () => {});")],
    [file('a.test.ts', "test.concurrent.skip('a', () => {});")],
    [file('a.test.ts', "vi.mock('./b.ts');")],
    [file('a.test.ts', 'await new Promise((r) => setTimeout(r, 100));')],
    [file('a.test.ts', 'await page.waitForTimeout(100);')],
  ],
};
