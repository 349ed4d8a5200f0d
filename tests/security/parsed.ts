/** HTML as a browser would read it, and what the shop's panel makes of a text. */
import { createRequire } from 'node:module';

export type Read = {
  tagName: string;
  textContent: string;
  href: string;
  attributes: Iterable<{ name: string; value: string }> & { length: number };
  getAttribute(name: string): string | null;
};
export type Page = {
  body: Read;
  querySelector(selector: string): Read | null;
  querySelectorAll(selector: string): Iterable<Read>;
};

type Dom = { JSDOM: new (text: string) => { window: { document: Page } } };
type Panel = { html(parts: TemplateStringsArray, ...values: unknown[]): { toString(): string } };

/** Neither brings types that fit a program without a browser around it. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as Dom;
const panel = new URL('../../extensions/storefront/src/panel/html.js', import.meta.url);
export const { html } = (await import(panel.href)) as Panel;

export const parsed = (text: string): Page => new JSDOM(text).window.document;

/** Elements and attributes that run something. */
export function dangers(page: Page): string[] {
  const every = [...page.querySelectorAll('*')];
  const attributes = every.flatMap((element) =>
    [...element.attributes]
      .filter(({ name, value }) => /^on|srcdoc/.test(name) || /^\s*javascript:/i.test(value))
      .map(({ name }) => `${element.tagName} ${name}`),
  );
  const tags = every.map(({ tagName }) => tagName.toLowerCase());
  const running = ['script', 'iframe', 'object', 'embed', 'form', 'math', 'base', 'img'];
  return [...attributes, ...tags.filter((tag) => running.includes(tag))];
}
