/**
 * HTML as a value, inside a Liquid page. What is put into `markup` is escaped unless it was made by
 * `markup` itself. Braces become character references too: Liquid then never sees a `{{` or `{%` that
 * came from a merchant, a shopper or a request, and a browser shows them as they were written.
 * https://shopify.dev/docs/apps/build/security/app-security-checks/app-proxy-liquid-injection
 */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Printable = string | Markup | null | false | readonly Printable[];

const MARKS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '{': '&#123;',
  '}': '&#125;',
};

function written(value: Printable): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return value.replace(/[&<>"'{}]/g, (mark) => MARKS[mark] ?? '');
  if (value === null || value === false) return '';
  return value.map(written).join('');
}

/** Tagged template. Lists are joined; null and false print nothing. */
export const markup = (parts: TemplateStringsArray, ...values: Printable[]): Markup =>
  new Markup(parts.reduce((all, part, at) => all + written(values[at - 1] ?? null) + part));

/** Codes, order numbers and signed numbers keep their own direction. */
export const ltr = (text: Printable): Markup => markup`<bdi dir="ltr">${text}</bdi>`;
