import { describe, expect, test } from 'vitest';
import { checkArgs } from './args.ts';
import { RULES, ruleOf } from './registry.ts';
import type { Rule } from './rule.ts';

const holes = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test('every code is one rule’s alone', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
  for (const rule of RULES) expect(ruleOf(rule.code)).toBe(rule);
  expect(ruleOf('toString')).toBeUndefined();
});

describe.each(RULES.map((rule) => [rule.code, rule] as const))('%s', (_code, rule: Rule) => {
  test('has examples that its own check lets pass and that come out as told', () => {
    expect(rule.examples.length).toBeGreaterThan(0);
    for (const { args } of rule.examples) {
      expect(checkArgs(rule.args, args)).toEqual([]);
      expect(rule.check?.(args) ?? []).toEqual([]);
    }
    const judged =
      rule.about === 'order'
        ? rule.examples.map(({ args, order }) => rule.judge(args, order))
        : rule.examples.map(({ args, seen }) => rule.judge(args, seen));
    expect(judged).toEqual(rule.examples.map(({ gives }) => gives));
  });

  test('says in three languages what it does, with the arguments that it takes', () => {
    const { en, fa, ar } = rule.sentence;
    const said = holes(en);
    for (const name of said) expect(Object.keys(rule.args)).toContain(name);
    expect(holes(fa)).toEqual(said);
    expect(holes(ar)).toEqual(said);
    expect(fa).toMatch(/[\u0600-\u06ff]/);
    expect(ar).toMatch(/[\u0600-\u06ff]/);
    expect(fa).not.toBe(ar);
  });
});
