import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readOrderFile } from './readOrderFile.ts';
import { clear, csv, ordersOf, place, read, usual, write } from './smallFiles.fixtures.ts';

afterAll(clear);

describe('files of shops', () => {
  test('lines of one invoice are one order; invoices that begin with C take it back', async () => {
    const found = await read(
      csv(
        'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
        '536365,85123A,"HOLDER, WHITE ""T""",6,12/1/2010 8:26,2.55,17850.0,United Kingdom',
        '536365,71053,LANTERN,2,12/1/2010 8:26,3.39,17850.0,United Kingdom',
        '536366,22633,HAND WARMER,1,12/13/2010 8:28,10,17850.0,United Kingdom',
        'C536379,22633,HAND WARMER,-1,12/14/2010 9:41,10,17850.0,United Kingdom',
        'C536365,71053,LANTERN,-1,12/15/2010 9:41,3.39,17850.0,United Kingdom',
        '536400,22633,HAND WARMER,1,12/15/2010 9:41,10,,United Kingdom',
        '536401,22633,HAND WARMER,3,12/16/2010 9:41,10,13047.0,United Kingdom',
        '536401,22633,HAND WARMER,3,12/16/2010 9:41,10,13047.0,United Kingdom',
      ),
    );
    expect(ordersOf(found)).toEqual(['17850 2010-12-01 18.69', '13047 2010-12-16 30']);
    expect(found.dates).toMatchObject({ order: 'mdy', because: 'witness' });
    expect(found.problems.counts).toMatchObject({ noShopper: 1, duplicate: 1 });
    expect(found.problems.listed.map(({ line, reason }) => [line, reason])).toEqual([
      [7, 'noShopper'],
      [9, 'duplicate'],
    ]);
    expect([found.rows, found.used]).toEqual([8, 6]);
    expect(found.settlement.refunds).toEqual({ taken: 2, lost: 0 });
  });

  test("an order's sum stands on its first line, its refund in a column, its end in another", async () => {
    const found = await read(
      csv(
        'Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount,Phone,Id',
        '#1001,ann@x.test,paid,2026-01-02 10:00:00 +0100,EUR,28.00,33.00,2026-01-02 10:00:00 +0100,1,Mug,8.00,,0.00,,11',
        '#1001,ann@x.test,,,,,,2026-01-02 10:00:00 +0100,2,Cup,10.00,,,,',
        '#1002,Ann@x.test,partially_refunded,2026-02-02 10:00:00 +0100,EUR,50.00,50.00,2026-02-02 10:00:00 +0100,1,Pot,50.00,,20.00,,12',
        '#1003,bob@x.test,refunded,2026-02-03 10:00:00 +0100,EUR,50.00,50.00,2026-02-03 10:00:00 +0100,1,Pot,50.00,,50.00,,13',
        '#1004,bob@x.test,voided,,EUR,50.00,50.00,2026-02-04 10:00:00 +0100,1,Pot,50.00,2026-02-05 10:00:00 +0100,,,14',
        '#1005,,paid,2026-02-06 10:00:00 +0100,EUR,9.00,9.00,2026-02-06 10:00:00 +0100,1,Tea,9.00,,0.00,+49 151 234,15',
      ),
    );
    expect(ordersOf(found)).toEqual([
      'ann@x.test 2026-01-02 33',
      'ann@x.test 2026-02-02 30',
      '49151234 2026-02-06 9',
    ]);
    expect(found.settlement).toMatchObject({ currency: 'EUR', cancelled: 2 });
  });

  test('guests with id 0 are known by their address, and later by their own id', async () => {
    const found = await read(
      csv(
        'Order Number;Order Status;Order Date;Customer User ID;Email (Billing);Order Total Amount',
        '1;wc-completed;2026-01-02 10:00;0;ann@x.test;1.234,50',
        '2;wc-completed;2026-01-03 10:00;7;ann@x.test;12,00',
        '3;wc-cancelled;2026-01-04 10:00;7;ann@x.test;12,00',
        '4;wc-processing;2026-01-05 10:00;8;ann@x.test;5,00',
      ),
    );
    expect(ordersOf(found)).toEqual([
      'ann@x.test 2026-01-02 1234.5',
      'ann@x.test 2026-01-03 12',
      '8 2026-01-05 5',
    ]);
    expect(found.delimiter).toBe(';');
  });

  test('rows without a number are orders of their own, also two of one day', async () => {
    const found = await read(
      csv(
        'master_id,sample_id,date,qty,amount',
        '00004,0001,19970101,2,29.33',
        '00004,0001,19970101,2,29.33',
        '00018,0002,19970104,1,0.00',
      ),
    );
    expect(ordersOf(found)).toEqual([
      '00004 1997-01-01 29.33',
      '00004 1997-01-01 29.33',
      '00018 1997-01-04 0',
    ]);
  });

  test('a Persian shop: its own words, digits and calendar', async () => {
    const found = await read(
      csv(
        'شماره سفارش,شناسه مشتری,تاریخ سفارش,مبلغ کل,وضعیت',
        '۱۰۱,۵۵,۱۴۰۳/۰۵/۱۲,"۱٬۲۵۰٬۰۰۰ تومان",تکمیل شده',
        '۱۰۲,۵۵,۱۴۰۳/۰۶/۳۱,"۵۰۰٬۰۰۰ تومان",تکمیل شده',
        '۱۰۳,۵۶,۱۴۰۳/۰۷/۰۱,"۵۰۰٬۰۰۰ تومان",لغو شده',
        '۱۰۴,مهمان,۱۴۰۳/۰۷/۰۲,"۵۰۰٬۰۰۰ تومان",تکمیل شده',
      ),
    );
    expect(ordersOf(found)).toEqual(['55 2024-08-02 1250000', '55 2024-09-21 500000']);
    expect(found.problems.counts.noShopper).toBe(1);
    expect(found.dates.forms).toEqual({ jalali: 4 });
  });

  test('an Arabic shop, in the encoding of its old till', async () => {
    const arabic = Buffer.concat([
      // "رقم الطلب;رقم العميل;التاريخ;المبلغ" in Windows-1256.
      Buffer.from(
        'd1dee320c7e1d8e1c83bd1dee320c7e1dae3ede13bc7e1cac7d1edce3bc7e1e3c8e1db0a',
        'hex',
      ),
      Buffer.from('1;77;31/12/2025;1.500,00\r\n2;77;05/01/2026;200,00\r\n'),
    ]);
    const found = await read(arabic);
    expect(found.encoding).toBe('windows-1256');
    expect(ordersOf(found)).toEqual(['77 2025-12-31 1500', '77 2026-01-05 200']);
  });
});

describe('whatever a file looks like', () => {
  const lines = ['date,customer,amount', '2026-01-02,زهرا,1.50', '2026-01-05,Bob,2.50'];
  const wanted = ['زهرا 2026-01-02 1.5', 'Bob 2026-01-05 2.5'];

  test.each([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${lines.join('\r\n')}`)],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le')],
    ['UTF-16 without', Buffer.from(lines.join('\n'), 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le').swap16()],
    ['tabs', Buffer.from(lines.join('\n').replaceAll(',', '\t'))],
    ['bars', Buffer.from(lines.join('\n').replaceAll(',', '|'))],
    ['a note for Excel', Buffer.from(`sep=;\n${lines.join('\n').replaceAll(',', ';')}`)],
    ['old line ends', Buffer.from(lines.join('\r'))],
    ['a title above the head', Buffer.from(`Orders of 2026\n\n${lines.join('\n')}\n\n\n`)],
    ['quotes around everything', Buffer.from(lines.join('\n').replace(/[^,\n]+/g, '"$&"'))],
  ])('%s', async (_, content) => {
    expect(ordersOf(await read(content))).toEqual(wanted);
  });

  test('a quote that nobody closes costs its own line, not the rest', async () => {
    const rows = Array.from({ length: 9000 }, (_, n) => `2026-01-05,c${n},5.00,plain`);
    const found = await read(
      csv(
        'date,customer,amount,note',
        '2026-01-02,a,1.00,"5 inch',
        ...rows,
        '2026-01-06,z,1,"a\nb"',
      ),
    );
    expect(found.problems.listed).toEqual([{ line: 2, reason: 'brokenRow', text: '"' }]);
    expect(found.book.shoppers).toBe(9001);
  });

  test('bad rows are counted, and listed with their lines and what stands there', async () => {
    const found = await read(
      csv(
        'order id,date,customer,total',
        '1,2026-01-02,a,"two\nlines"',
        '2,2026-13-02,a,5',
        '3,2026-01-03,anonymous,5',
        '4,2026-01-04,a,',
        '5,2199-01-04,a,5',
        '6,2026-01-05,a,5',
      ),
    );
    expect(found.problems.listed).toEqual([
      { line: 2, reason: 'noAmount', text: 'two\nlines' },
      { line: 4, reason: 'noDate', text: '2026-13-02' },
      { line: 5, reason: 'noShopper', text: '3' },
      { line: 6, reason: 'noAmount', text: '' },
    ]);
    expect(found.problems.counts.inFuture).toBe(1);
    expect([found.rows, found.used]).toEqual([6, 1]);
  });

  test('columns can be told, by name or by number', async () => {
    const content = csv('wann,wer,wieviel', '2026-01-02,a,5');
    const none = await readOrderFile(write(content), usual);
    expect(none).toEqual({ ok: false, problem: 'noColumns', found: ['wann', 'wer', 'wieviel'] });
    const byName = { date: 'wann', customer: 'wer', amount: 'WIEVIEL' };
    expect(ordersOf(await read(content, { columns: byName }))).toEqual(['a 2026-01-02 5']);
    const byNumber = { date: '1', customer: '2', amount: '3' };
    expect(ordersOf(await read(content, { columns: byNumber }))).toEqual(['a 2026-01-02 5']);
    const headless = '2026-01-02,a,5\n2026-01-03,b,6\n';
    expect(ordersOf(await read(headless, { columns: byNumber }))).toHaveLength(2);
    const wrong = await readOrderFile(write(content), { ...usual, columns: { date: 'when' } });
    expect(wrong).toMatchObject({ ok: false, problem: 'noSuchColumn', missing: 'when' });
  });

  test('a file that is missing, empty or a folder is said to be', async () => {
    const of = async (file: string) => readOrderFile(file, usual);
    expect(await of(path.join(place, 'none.csv'))).toEqual({ ok: false, problem: 'missing' });
    expect(await of(write(''))).toEqual({ ok: false, problem: 'empty' });
    expect(await of(write('\n\n'))).toEqual({ ok: false, problem: 'empty' });
    expect(await of(place)).toEqual({ ok: false, problem: 'folder' });
    expect(await of(write('PK\u0003\u0004 no workbook'))).toEqual({
      ok: false,
      problem: 'notReadable',
    });
  });
});
