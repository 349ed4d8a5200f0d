import type { Json } from './json.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] ?? mark);

function element(name: string, value: Json): string {
  const tag = name.replaceAll('_', '-');
  if (value === null) return `<${tag} nil="true"/>`;
  if (Array.isArray(value)) {
    const inner = value.map((each: Json) => element(tag.replace(/s$/, ''), each)).join('');
    return `<${tag} type="array">${inner}</${tag}>`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value as { readonly [key: string]: Json });
    return `<${tag}>${entries.map(([key, inner]) => element(key, inner)).join('')}</${tag}>`;
  }
  return `<${tag}>${escaped(String(value))}</${tag}>`;
}

/** The same message for a subscription whose format is XML. */
export const xmlText = (topic: string, body: Json): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${element(topic.replace(/s?\/.*$/, ''), body)}`;
