import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createLiquid, MetafieldsDrop } from './liquid.ts';
import { toSubunits, writeMoney } from './money.ts';

const dir = mkdtempSync(join(tmpdir(), 'liquid-'));
mkdirSync(join(dir, 'locales'));
writeFileSync(
  join(dir, 'locales', 'en.default.json'),
  JSON.stringify({ hi: 'Hi {{ name }}', html_html: '<b>{{ name }}</b>' }),
);
afterAll(() => rmSync(dir, { recursive: true }));

const globals = {
  request: { locale: { iso_code: 'fa' } },
  shop: { money_format: '${{amount}}', money_factor: 1 },
  routes: { cart_add_url: '/cart/add' },
};
const render = async (source: string, scope = {}): Promise<string> =>
  String(await createLiquid(dir, '/cdn').parseAndRender(source, scope, { globals }));

describe('Liquid as the platform has it', () => {
  test.each([
    ["{{ 'hi' | t: name: '<i>' }}", 'Hi &lt;i&gt;'],
    ["{{ 'html_html' | t: name: '<i>' }}", '<b><i></b>'],
    ["{{ 'no.such' | t }}", 'Translation missing: fa.no.such'],
    ['{{ 123456 | money }}', '$1,234.56'],
    ['{{ 1000 | money_without_trailing_zeros }}', '$10'],
    ['{{ 1050 | money_without_trailing_zeros }}', '$10.50'],
    ['{{ 1050 | money_without_currency }}', '10.50'],
    ['{{ nothing | money }}', ''],
    ["{{ 'A & B, c' | handleize }}", 'a-b-c'],
    ["{{ '</script>' | json }}", '"\\u003c/script\\u003e"'],
    ['{% style %}a{ {{ 1 }} }{% endstyle %}', '<style data-shopify>a{ 1 }</style>'],
    ['{% schema %}{ "a": "{{ b }}" }{% endschema %}x', 'x'],
    ['{% javascript %}{% endjavascript %}{% doc %} {{ x }} {% enddoc %}y', 'y'],
  ])('%s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  test('a form posts where the route says', async () => {
    const html = await render("{% form 'product', product, class: 'f' %}<p>{% endform %}");
    expect(html).toContain(
      '<form method="post" action="/cart/add" accept-charset="UTF-8" class="f">',
    );
    expect(html).toContain('name="form_type" value="product"');
  });

  test('metafields are read by namespace, short or long, and parsed', async () => {
    const drop = new MetafieldsDrop((space, key) =>
      space === '$app:regulars' && key === 'card' ? '{"available":620}' : null,
    );
    const customer = { metafields: drop };
    const short = "{{ customer.metafields['$app:regulars'].card.value.available }}";
    const long = "{{ customer.metafields['app--77--regulars'].card.value.available }}";
    const none = '{{ customer.metafields.other.card.value.available | default: 0 }}';
    expect(await render(`${short} ${long} ${none}`, { customer })).toBe('620 620 0');
    expect(await render("{{ customer.metafields['$app:regulars'].card }}", { customer })).toBe(
      '{"available":620}',
    );
  });

  test('an unknown filter is an error, not an empty page', async () => {
    await expect(render("{{ 'x' | no_such_filter }}")).rejects.toThrow('no_such_filter');
  });
});

describe('money', () => {
  test.each([
    ['USD', 1999, 1999],
    ['JPY', 1000, 100_000],
    ['IRR', 4_800_000, 480_000_000],
    ['KWD', 1234, 123],
    ['KWD', 1235, 124],
  ])('%s %i is %i hundredths', (currency, minor, subunits) => {
    expect(toSubunits(minor, currency)).toBe(subunits);
  });

  test.each([
    [480_000_000, '{{amount_no_decimals}} تومان', 10, '480,000 تومان'],
    [123_456, '{{ amount_with_comma_separator }} €', 1, '1.234,56 €'],
    [-50, '${{amount}}', 1, '$-0.50'],
    [100_000_050, '{{amount_no_decimals}}', 1, '1,000,001'],
  ])('%i as %s', (subunits, format, factor, expected) => {
    expect(writeMoney(subunits, format, factor)).toBe(expected);
  });
});
