/** What docs/security.md promises is there, and secrets are compared in constant time. */
import { file, isCode, isTest, isTidy, matches } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';

const PAGE = 'docs/security.md';
const REFERENCE = /`([^`]+\.test\.ts)` “([^”]+)”/g;
const row = (cells: string) => file(PAGE, `| 1.2.3 | ${cells} |`);
const a = file('a.test.ts', "test('b c', () => {});");

function complaintsOf(line: string, at: number, files: readonly SourceFile[]): Complaint[] {
  const told = [...line.matchAll(REFERENCE)];
  const missing = told.filter(([, path, name = '']) => {
    const text = files.find((each) => each.path === path)?.text;
    return !text?.includes(name);
  });
  const found = missing.map(([whole]) => ({
    path: PAGE,
    line: at,
    message: `no such test: ${whole}`,
  }));
  const isRow = /^\| \d+(\.\d+)+ /.test(line);
  const excused = /Does not apply|Residual|Documented/.test(line);
  if (!isRow || told.length > 0 || excused) return found;
  return [...found, { path: PAGE, line: at, message: 'a row without its test, and no reason why' }];
}

export const securityRows: Rule = {
  name: 'every row of the security page names a test that is there, or says why there is none',
  check: (files) =>
    files
      .filter(({ path }) => path === PAGE)
      .flatMap(({ text }) =>
        text.split('\n').flatMap((line, at) => complaintsOf(line, at + 1, files)),
      ),
  good: [
    [a, row('met | `a.test.ts` “b c”')],
    [row('files | Does not apply: we take none')],
    [row('keys | Residual risk: see below')],
  ],
  bad: [
    [a, row('met | `a.test.ts` “other”')],
    [row('met | `b.test.ts` “b c”')],
    [row('met | of course')],
  ],
};

const SECRETS = 'signature|digest|hmac|mac|secret|token|hash';
const COMPARED = new RegExp(
  `\\b\\w*(${SECRETS})\\b\\s*[!=]==?\\s*(ours|expected|\\w*(${SECRETS}))\\b`,
  'gi',
);

export const constantTime: Rule = {
  name: 'signatures and digests are compared by timingSafeEqual',
  check: (files) =>
    matches(
      files.filter(
        ({ path }) =>
          isCode(path) && path.startsWith('web/server/') && !isTest(path) && !isTidy(path),
      ),
      COMPARED,
      (found) => `"${found}" tells by its time how much was right: timingSafeEqual`,
    ),
  good: [[file('web/server/a.ts', "timingSafeEqual(ours, digest); if (token === '') return;")]],
  bad: [
    [file('web/server/a.ts', 'if (hmac === expected) return;')],
    [file('web/server/a.ts', 'if (signature !== ourSignature) return;')],
  ],
};

export const noRedirects: Rule = {
  name: 'the server sends nobody on to another address',
  check: (files) =>
    matches(
      files.filter(({ path }) => path.startsWith('web/server/') && isCode(path) && !isTest(path)),
      /\.redirect\(|['"]location['"]\s*[:,]|\.location\(/gi,
      (found) => `${found}: a redirect needs an allow-list first`,
    ),
  good: [[file('web/server/a.ts', "response.json({ redirect: '/' })")]],
  bad: [
    [file('web/server/a.ts', 'response.redirect(to)')],
    [file('web/server/a.ts', "response.set('location', to)")],
  ],
};
