/** Bodies that no door asks for. */

/** Lists in lists. */
export const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
type Odd = [what: string, body: string | Buffer, statuses: number[]];
/** What no door asks for, and how it may be refused. */
export const odd: Odd[] = [
  ['nothing', '', [400, 422]],
  ['no object', '"text"', [400]],
  ['a list', '[]', [422]],
  ['an empty object', '{}', [422]],
  ['null', 'null', [400]],
  ['cut off', '{"id":"', [400]],
  ['two values', '{}{}', [400]],
  ['a comment', '{}//x', [400]],
  ['10,000 levels', deep(10_000), [400]],
  ['10,000 objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), [400]],
  ['17 levels', deep(17), [400]],
  ['levels behind a quote', `{"a":"\\"","b":${deep(10_000)}}`, [400]],
  ['65 KB', JSON.stringify({ note: 'x'.repeat(65 * 1024) }), [413]],
  [
    'a NUL in a text',
    '{"id":"\\u0000","key":"\\u0000","note":"a\\u0000b","label":"\\u0000"}',
    [400],
  ],
  ['a NUL as it is', Buffer.from('{"note":"\0"}'), [400]],
  ['half a character', '{"note":"\\ud800","label":"\\udfff","rewardId":"\\ud83d"}', [400]],
  ['a name with half a character', '{"\\ud800":1}', [400]],
  ['bytes that are no UTF-8', Buffer.from('7b226e6f7465223a22fffec3282200227d', 'hex'), [400]],
  ['overlong UTF-8', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]), [400]],
  ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), [400]],
  ['__proto__', '{"__proto__":{"rewardId":"off-3","points":300}}', [400]],
  ['__proto__ further in', '{"program":{"earning":{"__proto__":{"points":5}}}}', [400]],
  ['constructor and prototype', '{"constructor":{"prototype":{"points":5}},"prototype":1}', [422]],
  ['a number far too large', '{"points":1e999,"baseVersion":1e999,"factor":1e999}', [422]],
  ['below zero', '{"points":-1,"baseVersion":-1,"factor":-1,"marginBasisPoints":-1}', [422]],
];
