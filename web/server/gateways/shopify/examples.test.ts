import { describe, expect, it } from 'vitest';
import { KINDS, sample } from './messageFixture.ts';
import { payload } from './orderFixture.ts';
import { translate } from './translate.ts';

const AT = Date.parse('2026-07-03T14:00:02Z');

const read = (topic: string, body: unknown) => translate(topic, payload(body), AT);

describe('Shopify’s own examples', () => {
  it.each(Object.entries(KINDS))('%s is read as %s', (topic, kind) => {
    expect(read(topic, sample(topic))).toMatchObject({ kind });
  });

  const topics = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const pairs = topics.flatMap((topic) =>
    topics.filter((other) => KINDS[other] !== KINDS[topic]).map((other) => [topic, other] as const),
  );
  it.each(pairs)('a body of %s is unreadable as %s', (topic, other) => {
    expect(read(other, sample(topic))).toMatchObject({ kind: 'unreadable' });
  });
});
