/** What only the whole file can decide. */
import { afterAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { dayNumber } from '../domain/days.ts';
import { clear, csv, ordersOf, read } from './smallFiles.fixtures.ts';

afterAll(clear);

describe('day and month', () => {
  const of = async (...days: string[]) => {
    const found = await read(csv('date,customer,amount', ...days.map((day) => `${day},a,1`)));
    return { ...found.dates, orders: ordersOf(found), bad: found.problems.counts.noDate };
  };

  test('a late witness decides for all rows before it, and against those that contradict', async () => {
    const early = Array.from({ length: 2100 }, () => '03/04/2026');
    const found = await of(...early, '25/04/2026', '04/26/2026');
    expect(found).toMatchObject({ order: 'dmy', because: 'witness', bad: 1 });
    expect(found.orders[0]).toBe('a 2026-04-03 1');
  });

  test('without one, rows that ascend in one order only', async () => {
    const ascending = ['01/02/2026', '02/02/2026', '03/02/2026', '01/03/2026', '05/03/2026'];
    expect(await of(...ascending)).toMatchObject({ order: 'dmy', because: 'sorted' });
    const american = ['02/01/2026', '02/02/2026', '02/03/2026', '03/01/2026', '03/05/2026'];
    expect(await of(...american)).toMatchObject({ order: 'mdy', because: 'sorted' });
  });

  test('without either it is a guess, which the caller can settle', async () => {
    expect(await of('01/02/2026')).toMatchObject({ order: 'dmy', because: 'guess' });
    const content = csv('date,customer,amount', '01/02/2026,a,1');
    expect(ordersOf(await read(content, { dayOrder: 'mdy' }))).toEqual(['a 2026-01-02 1']);
  });
});

describe('what takes back', () => {
  test('a refund of no known order is taken off the order of as much, else the latest larger one', async () => {
    const found = await read(
      csv(
        'customer,date,amount',
        'a,2026-01-01,50',
        'a,2026-01-05,80',
        'a,2026-01-09,-50',
        'b,2026-01-01,50',
        'b,2026-01-05,80',
        'b,2026-01-09,(20.00)',
        'c,2026-01-03,10',
        'c,2026-01-02,-10',
      ),
    );
    expect(ordersOf(found)).toEqual([
      'a 2026-01-05 80',
      'b 2026-01-01 50',
      'b 2026-01-05 60',
      'c 2026-01-03 10',
    ]);
    expect(found.settlement.refunds).toEqual({ taken: 2, lost: 1 });
    expect(found.used).toBe(8);
  });

  test('of a file of lines only the cancelled line goes; of a file of orders all of the order', async () => {
    const goods = csv(
      'order id,customer,date,product,amount,status',
      '1,a,2026-01-01,mug,10,paid',
      '1,a,2026-01-01,pot,30,cancelled',
      '2,a,2026-01-02,pot,30,cancelled',
    );
    expect(ordersOf(await read(goods))).toEqual(['a 2026-01-01 10']);
    const whole = csv(
      'order id,customer,date,total,status',
      '1,a,2026-01-01,10,paid',
      '2,a,2026-01-02,30,paid',
      '2,a,2026-01-04,30,refunded',
    );
    expect(ordersOf(await read(whole))).toEqual(['a 2026-01-01 10']);
  });
});

test('a sum that every line repeats is the order’s, figures that differ are its lines’', async () => {
  const repeated = Array.from({ length: 6 }, (_, n) =>
    ['mug', 'pot'].map((goods) => `${n},a,2026-01-0${n + 1},${goods},1${n}.00`),
  ).flat();
  const sums = await read(csv('order id,customer,date,product,amount', ...repeated));
  expect(ordersOf(sums)[0]).toBe('a 2026-01-01 10');
  const lines = await read(
    csv('order id,customer,date,product,total', '1,a,2026-01-01,mug,10', '1,a,2026-01-01,pot,5'),
  );
  expect(ordersOf(lines)).toEqual(['a 2026-01-01 15']);
});

test('one id with an absurd share of the orders is nobody', async () => {
  const people = Array.from({ length: 60 }, (_, n) => `c${n},2026-01-05,10`);
  const till = Array.from({ length: 60 }, (_, n) => `4711,2026-01-${10 + (n % 9)},10`);
  const found = await read(csv('customer id,date,amount', ...people, ...till));
  expect(found.settlement.sharedIds).toEqual([{ id: '4711', orders: 60 }]);
  expect(found.book.shoppers).toBe(60);
  expect(found.problems.counts.sharedId).toBe(60);
});

test('money of another kind and orders after the day are set aside', async () => {
  const found = await read(
    csv(
      'order id,customer,date,total,currency',
      '1,a,2026-01-01,10,EUR',
      '2,a,2026-01-02,10,usd',
      '3,a,2026-01-03,10,EUR',
      '4,a,2026-02-03,10,EUR',
    ),
    { asOfDay: dayNumber('2026-01-31') },
  );
  expect(ordersOf(found)).toEqual(['a 2026-01-01 10', 'a 2026-01-03 10']);
  expect(found.settlement).toMatchObject({
    currency: 'EUR',
    otherCurrencies: ['USD'],
    afterAsOf: 1,
  });
  expect([found.rows, found.used]).toEqual([4, 2]);
});

test('a workbook: days as Excel keeps them, numbers as numbers', async () => {
  const row = (order: number, who: string, day: string, total: number) => [
    { value: order, type: Number },
    { value: who, type: String },
    { value: new Date(`${day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' },
    { value: total, type: Number },
  ];
  const head = ['Order ID', 'Customer', 'Order date', 'Total'].map((value) => ({ value }));
  const lines = [row(1, 'a', '2026-01-02', 12.5), row(2, 'زهرا', '2026-02-03', 7)];
  const found = await read(await writeXlsxFile([head, ...lines]).toBuffer());
  expect(ordersOf(found)).toEqual(['a 2026-01-02 12.5', 'زهرا 2026-02-03 7']);
  expect(found.encoding).toBe('xlsx');
});
