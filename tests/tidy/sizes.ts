import ts from 'typescript';
import { file, isCode, isTest } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';
import { lineOf, parse, walk } from './syntax.ts';

const maxFileLines = 300;
const maxFunctionLines = 70;

const written = /\.(ts|tsx|js|mjs|jsx|css|html|liquid)$/;

export const fileLength: Rule = {
  name: `a file is one screen after another: at most ${maxFileLines} lines`,
  check: (files) =>
    files
      .filter(({ path }) => written.test(path))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > maxFileLines)
      .map(({ path, lines }) => ({ path, line: 1, message: `${lines} lines: is it one idea?` })),
  good: [[file('a.ts', 'x\n'.repeat(maxFileLines))]],
  bad: [[file('a.ts', 'x\n'.repeat(maxFileLines + 1))]],
};

/** `describe` holds a table of tests together; it is not a function that somebody follows. */
function isDescribe(node: ts.Node, tree: ts.SourceFile): boolean {
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.expression.getText(tree).startsWith('describe');
}

/** Holds a browser script's names together, as a module does. */
function isModuleWrapper(node: ts.Node): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer) || ts.isCallExpression(outer)) outer = outer.parent;
  return ts.isExpressionStatement(outer) && ts.isSourceFile(outer.parent);
}

function longFunctions(source: SourceFile): Complaint[] {
  const tree = parse(source);
  const found: Complaint[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    if (isTest(source.path) && isDescribe(node, tree)) return;
    if (source.path.endsWith('.js') && isModuleWrapper(node)) return;
    const line = lineOf(tree, node.getStart(tree));
    const lines = lineOf(tree, node.getEnd()) - line + 1;
    if (lines <= maxFunctionLines) return;
    found.push({ path: source.path, line, message: `a function of ${lines} lines` });
  });
  return found;
}

const long = (lines: number): string => `function f() {\n${'x();\n'.repeat(lines - 2)}}\n`;

export const functionLength: Rule = {
  name: `a function is at most ${maxFunctionLines} lines`,
  check: (files) => files.filter(({ path }) => isCode(path)).flatMap(longFunctions),
  good: [
    [file('a.js', `(() => {\n${'y();\n'.repeat(100)}})();`)],
    [file('a.ts', long(maxFunctionLines))],
    [file('a.test.ts', `describe('x', () => {\n${'y();\n'.repeat(100)}});`)],
  ],
  bad: [
    [file('a.js', `(() => {\n  function g() {\n${'y();\n'.repeat(70)}}\n})();`)],
    [file('a.ts', long(maxFunctionLines + 1))],
    [file('a.js', `const f = () => {\n${'y();\n'.repeat(70)}};`)],
    [file('a.ts', `class A {\n  b() {\n${'y();\n'.repeat(70)}}\n}`)],
    [file('a.test.ts', `test('x', () => {\n${'y();\n'.repeat(70)}});`)],
  ],
};
