/** Which column says what: by the names of the head, or as the caller tells. */
import { NAMES, ROLES, plainText } from './names.ts';
import type { Role } from './names.ts';
import type { Record } from './records.ts';

/** Where a role's column stands, from 0. */
export type Columns = Partial<{ [R in Role]: number }>;

export type Head = {
  columns: Columns;
  /** How many records stand before the first row of data. */
  rowsBefore: number;
  names: Record;
};

/** `customer=Kunde,date=3`: a column's name or its number from 1. */
export type ToldColumns = Partial<{ [R in Role]: string }>;

const WHO: readonly Role[] = ['customer', 'email', 'phone', 'customerName'];
/** A title or two may stand above the head. */
const HIGHEST_HEAD = 15;

/** A column fits at most one role and a role has at most one column; roles in the table's order. */
export function recognise(names: Record): Columns {
  const plain = names.map(plainText);
  const columns: Columns = {};
  const taken = new Set<number>();
  const lineItems = plain.some(
    (name) => name.startsWith('lineitem') || name === 'financial status',
  );
  const offers = ROLES.flatMap((role) =>
    NAMES[role].map((name, rank) => ({ role, rank, name: plainText(name) })),
  ).toSorted((one, other) => one.rank - other.rank);
  for (const { role, name } of offers) {
    // "Name" is an order's number only where its lines stand beside it.
    if (role === 'order' && name === 'name' && !lineItems) continue;
    const at = plain.findIndex((each, n) => (each === name || glued(each, name)) && !taken.has(n));
    if (at < 0 || columns[role] !== undefined) continue;
    columns[role] = at;
    taken.add(at);
  }
  return columns;
}

/** `customerid` as `customer id`. */
const glued = (found: string, name: string): boolean =>
  name.includes(' ') && found.replaceAll(' ', '') === name.replaceAll(' ', '');

export const isEnough = (columns: Columns): boolean =>
  columns.date !== undefined && WHO.some((role) => columns[role] !== undefined);

/** The first record whose names are enough; null when none of the first ones is. */
export function findHead(records: readonly Record[]): Head | null {
  for (const [rowsBefore, names] of records.slice(0, HIGHEST_HEAD).entries()) {
    const columns = recognise(names);
    if (isEnough(columns)) return { columns, names, rowsBefore: rowsBefore + 1 };
  }
  return null;
}

export type Told = { ok: true; head: Head } | { ok: false; missing: string };

/** What the caller told, over what is recognised. The head is the first record that has the names. */
export function toldHead(records: readonly Record[], told: ToldColumns): Told {
  const roles = Object.entries(told) as [Role, string][];
  const named = roles.filter(([, column]) => !/^\d+$/.test(column));
  let missing = named[0]?.[1] ?? '';
  for (const [n, names] of records.slice(0, HIGHEST_HEAD).entries()) {
    const plain = names.map(plainText);
    const place = (column: string): number =>
      /^\d+$/.test(column) ? Number(column) - 1 : plain.indexOf(plainText(column));
    const lacks = roles.find(([, column]) => place(column) < 0 || place(column) >= names.length);
    if (lacks) {
      missing = lacks[1];
      continue;
    }
    const given = Object.fromEntries(roles.map(([role, column]) => [role, place(column)]));
    const others = Object.entries(recognise(names)).filter(
      ([role, at]) => !(role in given) && !Object.values(given).includes(at),
    );
    const columns: Columns = { ...Object.fromEntries(others), ...given };
    // Numbers alone say nothing of a head: it is one unless a figure stands in it.
    const isHead = named.length > 0 || !names.some((name) => /^[\d\s.,:/\-٠-٩۰-۹]+$/.test(name));
    return { ok: true, head: { columns, names, rowsBefore: isHead ? n + 1 : n } };
  }
  return { ok: false, missing };
}

export type NotTold = { ok: false; bad: string };

/** Reads what stands behind `--columns`. */
export function readTold(text: string): { ok: true; told: ToldColumns } | NotTold {
  const told: ToldColumns = {};
  for (const pair of text.split(',').filter((each) => each.trim() !== '')) {
    const at = pair.indexOf('=');
    const role = ROLES.find((each) => each === pair.slice(0, at).trim());
    if (at < 0 || !role) return { ok: false, bad: pair.trim() };
    told[role] = pair.slice(at + 1).trim();
  }
  return { ok: true, told };
}
