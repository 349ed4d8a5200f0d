import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, sent, someone, suspect } from './fraud.fixtures.ts';
import { judgeFraud, signalsOf } from './fraud.ts';
import type { Ruling, Suspect } from './fraud.ts';

const judged = (more: Partial<Suspect>, rulings: readonly Ruling[] = []) => {
  const { score, opinion, signals } = judgeFraud(suspect(more), rulings);
  return [score, opinion, signals.map(({ kind }) => kind).join(' ')];
};

const home = { places: ['home of ann'] };
const fay = (more: Parameters<typeof someone>[1] = {}) => ({ friend: someone('fay', more) });
const drop = { places: ['the drop'] };

describe('what a reward for a friend looks like', () => {
  test.each<[string, Partial<Suspect>, unknown[]]>([
    ['an ordinary one', {}, [0, 'clear', '']],
    [
      'the advocate’s own mailbox',
      fay({ mailboxes: ['ann@example.com'] }),
      [100, 'refused', 'sameEmail'],
    ],
    [
      'the advocate’s own phone',
      { ...fay({ phones: ['+491'] }), advocate: someone('ann', { phones: ['+491'] }) },
      [100, 'refused', 'samePhone'],
    ],
    ['an old buyer, spelled otherwise', { boughtAsOther: true }, [100, 'refused', 'boughtAsOther']],
    ['somebody at home', fay(home), [40, 'clear', 'sameHousehold']],
    [
      'a second one at home',
      { ...fay(home), others: [sent('ann', someone('bob', home), -60)] },
      [60, 'held', 'sameHousehold anotherThere'],
    ],
    [
      'a second one at home, whoever sent the first',
      { ...fay(home), others: [sent('zoe', someone('ann', home), -60)] },
      [60, 'held', 'sameHousehold anotherThere'],
    ],
    [
      'the first of two at home',
      { ...fay(home), others: [sent('ann', someone('bob', home), 3)] },
      [40, 'clear', 'sameHousehold'],
    ],
    [
      'colleagues at an office',
      {
        ...fay(home),
        others: [sent('ann', someone('bob', home), -60)],
        publicPlaces: ['home of ann'],
      },
      [0, 'clear', ''],
    ],
    [
      'a couple elsewhere',
      { ...fay(drop), others: [sent('ann', someone('bob', drop), -1)] },
      [0, 'clear', ''],
    ],
    [
      'three at one address elsewhere',
      { ...fay(drop), others: ['bob', 'cleo'].map((id) => sent('ann', someone(id, drop), 3)) },
      [40, 'clear', 'friendsTogether'],
    ],
    [
      'four at one address elsewhere',
      {
        ...fay(drop),
        others: ['bob', 'cleo', 'dina'].map((id) => sent('ann', someone(id, drop), 3)),
      },
      [60, 'held', 'friendsTogether anotherThere'],
    ],
    [
      'one who sent the advocate',
      { others: [sent('fay', 'ann', -9)] },
      [40, 'clear', 'sentEachOther'],
    ],
    [
      'a ring of three',
      { others: [sent('fay', 'bob', 4), sent('bob', 'ann', -9)] },
      [50, 'held', 'circle'],
    ],
    [
      'a ring that closed after the reward was paid',
      { others: [sent('fay', 'bob', 4), sent('bob', 'ann', 31)] },
      [0, 'clear', ''],
    ],
    ['throw-away mail', { throwAwayMail: true }, [30, 'clear', 'throwAwayMail']],
    [
      'throw-away mail at home',
      { throwAwayMail: true, ...fay(home) },
      [70, 'held', 'sameHousehold throwAwayMail'],
    ],
    ['one that came back after the reward', back(1), [20, 'clear', 'friendReturned']],
    ['two that came back after the reward', back(2), [50, 'held', 'friendsReturned']],
    ['just the minimum', { eligibleMinor: 3000 }, [10, 'clear', 'justOverMinimum']],
    ['a fiftieth over it', { eligibleMinor: 3060 }, [10, 'clear', 'justOverMinimum']],
    ['a little more', { eligibleMinor: 3061 }, [0, 'clear', '']],
    ['just over nothing', { eligibleMinor: 1, minimumMinor: 0 }, [0, 'clear', '']],
  ])('%s', (_, more, expected) => {
    expect(judged(more)).toEqual(expected);
  });
});

function back(count: number): Partial<Suspect> {
  const others = ['bob', 'cleo'].slice(0, count).map((id) => {
    const earlier = sent('ann', id, -60);
    return { ...earlier, returnedAt: earlier.placedAt + 40 * DAY_MS };
  });
  return { others };
}

describe('friends within 24 hours', () => {
  const friendsAt = (...hours: number[]): Partial<Suspect> => ({
    others: hours.map((hour, i) => sent('ann', `f${i}`, hour / 24)),
  });

  test.each([
    ['three are friends', friendsAt(1, 2), [0, 'clear', '']],
    ['four are many', friendsAt(1, 2, 3), [30, 'clear', 'manyInADay']],
    ['before and after it', friendsAt(-10, -5, 13), [30, 'clear', 'manyInADay']],
    ['a day apart they are not', friendsAt(-23, -12, 13), [0, 'clear', '']],
    ['24 hours is a day apart', friendsAt(1, 2, 24), [0, 'clear', '']],
  ])('%s', (_, more, expected) => {
    expect(judged(more)).toEqual(expected);
  });

  test('another advocate’s are their own', () => {
    const others = [1, 2, 3].map((hour) => sent('bob', `f${hour}`, hour / 24));
    expect(judged({ others })).toEqual([0, 'clear', '']);
  });

  test('how many is told', () => {
    const others = [1, 2, 3, 4].map((hour) =>
      sent('ann', `f${hour}`, 0, { placedAt: suspect().placedAt + hour * HOUR_MS }),
    );
    expect(signalsOf(suspect({ others }))).toEqual([{ kind: 'manyInADay', weight: 30, count: 5 }]);
  });
});

describe('a person’s word', () => {
  const second = { ...fay(home), others: [sent('ann', someone('bob', home), -60)] };
  const ruling = (pays: boolean, more: Partial<Ruling> = {}): Ruling => ({
    decidedAt: 1,
    pays,
    kinds: ['sameHousehold', 'anotherThere'],
    friend: someone('bob', home),
    ...more,
  });

  test('about a household is the answer for the next one there, either way', () => {
    expect(judged(second, [ruling(true)])[1]).toBe('clear');
    expect(judged(second, [ruling(false)])[1]).toBe('refused');
  });

  test('is asked for again where there is more against it', () => {
    expect(judged({ ...second, throwAwayMail: true }, [ruling(true)])[1]).toBe('held');
  });

  test('about somebody else says nothing', () => {
    expect(judged(second, [ruling(true, { friend: someone('kim') })])[1]).toBe('held');
  });

  test('the newest counts', () => {
    const words = [ruling(false, { decidedAt: 2 }), ruling(true, { decidedAt: 3 }), ruling(false)];
    expect(judged(second, words)[1]).toBe('clear');
  });

  test('is not asked for where there is nothing to ask', () => {
    expect(judged(fay(home), [ruling(false)])).toEqual([40, 'clear', 'sameHousehold']);
  });
});
