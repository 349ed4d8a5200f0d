import { expect, test } from 'vitest';
import { refuse } from './refusals.ts';

test('a refusal has a kind, and data and a field only where there are some', () => {
  expect(refuse('frozen')).toStrictEqual({ ok: false, kind: 'frozen' });
  expect(refuse('tooMuch', { limit: 5 })).toStrictEqual({
    ok: false,
    kind: 'tooMuch',
    data: { limit: 5 },
  });
  expect(refuse('inThePast', undefined, 'effectiveFrom')).toStrictEqual({
    ok: false,
    kind: 'inThePast',
    field: 'effectiveFrom',
  });
});
