import { expect, test } from 'vitest';
import en from '../../locales/en.json' with { type: 'json' };
import { createWords, plain } from '../../words/words.ts';
import { requestMark, requestNotes, verdictWith } from './requestWords.ts';
import type { DataRequest } from './requestWords.ts';

const english = createWords('en', en);
const now = Date.parse('2026-03-01T12:00:00Z');
const when = { zone: 'UTC', now };

const asked: DataRequest = {
  id: '0190f3b0-0000-7000-8000-000000000000',
  platformRequestId: '9001',
  askedAt: '2026-02-20T12:00:00.000Z',
  dueAt: '2026-03-22T12:00:00.000Z',
  answeredAt: null,
  answeredBy: null,
  kept: 'something',
};

test('a request says its last day, that it has passed, or who answered it', () => {
  const told = (over: Partial<DataRequest>): [string, string] => {
    const request = { ...asked, ...over };
    return [requestMark(request, now), plain(requestNotes(request, when, english).join(' '))];
  };
  expect(told({})).toEqual([
    'look',
    'Answer by Sunday, 22 March. Download the file, send it to the person, then mark it.',
  ]);
  const late = told({ dueAt: '2026-02-28T12:00:00.000Z', kept: 'nothing' });
  expect(late[0]).toBe('act');
  expect(late[1]).toMatch(/^The last day was 28 February\..*We keep nothing of this person/);
  const done = told({ answeredAt: '2026-02-25T12:00:00.000Z', answeredBy: 'Maryam' });
  expect(done).toEqual(['fine', 'Answered on 25 February, by \u2068Maryam\u2069.']);
});

test('an open request needs somebody, and one that is late needs them today', () => {
  const late = { ...asked, dueAt: '2026-02-28T12:00:00.000Z' };
  const done = { ...late, answeredAt: '2026-02-25T12:00:00.000Z' };
  expect(verdictWith('good', [], now)).toBe('good');
  expect(verdictWith('good', [done], now)).toBe('good');
  expect(verdictWith('good', [done, asked], now)).toBe('look');
  expect(verdictWith('act', [asked], now)).toBe('act');
  expect(verdictWith('good', [asked, late], now)).toBe('act');
});
