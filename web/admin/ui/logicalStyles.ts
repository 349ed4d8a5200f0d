/** The part of a style rule that this looks at; PostCSS hands over more. */
type Declaration = { prop: string; value: string };

const logical: Readonly<Record<string, string>> = {
  'border-top-left-radius': 'border-start-start-radius',
  'border-top-right-radius': 'border-start-end-radius',
  'border-bottom-left-radius': 'border-end-start-radius',
  'border-bottom-right-radius': 'border-end-end-radius',
};
const sides: Readonly<Record<string, string>> = { left: 'start', right: 'end' };

/**
 * Polaris writes some of its styles for pages that read from the left only. Read from the other
 * side, the same styles hold when their properties are logical ones. Offsets (`left: 50%`) stay:
 * they go together with transforms, which have no logical twin.
 */
export const logicalStyles = {
  postcssPlugin: 'logical-styles',
  Declaration(declaration: Declaration): void {
    const { prop, value } = declaration;
    const sided = /^(margin|padding|border)-(left|right)(-\w+)?$/.exec(prop);
    if (sided) {
      const [, what = '', side = '', rest = ''] = sided;
      declaration.prop = `${what}-inline-${sides[side]}${rest}`;
    } else if (logical[prop] !== undefined) declaration.prop = logical[prop];
    if (prop === 'text-align' && sides[value] !== undefined) declaration.value = sides[value];
  },
};
