import { expect, test } from 'vitest';
import { logicalStyles } from './logicalStyles.ts';

test.each([
  ['margin-left', '4px', 'margin-inline-start', '4px'],
  ['padding-right', '4px', 'padding-inline-end', '4px'],
  ['border-left-width', '1px', 'border-inline-start-width', '1px'],
  ['border-top-right-radius', '4px', 'border-start-end-radius', '4px'],
  ['text-align', 'left', 'text-align', 'start'],
  ['text-align', 'center', 'text-align', 'center'],
  ['left', '50%', 'left', '50%'],
])('%s: %s becomes %s: %s', (prop, value, newProp, newValue) => {
  const declaration = { prop, value };
  logicalStyles.Declaration(declaration);
  expect(declaration).toEqual({ prop: newProp, value: newValue });
});
