/** Who a row speaks of: the first of its ids that says something. */
import { IdTable } from './idTable.ts';
import { Texts, Whole } from './growing.ts';
import { isGuestName } from './names.ts';
import type { Columns } from './columns.ts';
import type { Record } from './records.ts';
import { latin } from './numbers.ts';

export const NOBODY = -1;

/** Addresses and numbers are compared as people mean them. */
const asAddress = (text: string): string => text.toLowerCase();
const asPhone = (text: string): string => text.replace(/[\s\-().+]/g, '').replace(/^00/, '');

/**
 * A shopper is known by the customer id, else by the mail address, else by the phone number; a name
 * counts only in a file that has nothing better. An address that came with an id stands for it later,
 * so a guest's order by a known address is the customer's.
 */
export class WhoBought {
  readonly ids = new Texts();
  #table = new IdTable();
  #hasOwnId = new Whole();
  #columns: { at: number; kind: string; read: (text: string) => string }[] = [];
  #guests = new Map<string, boolean>();
  #before = { key: '', shopper: NOBODY };

  constructor(columns: Columns) {
    const add = (at: number | undefined, kind: string, read = (text: string) => text): void => {
      if (at !== undefined) this.#columns.push({ at, kind, read });
    };
    add(columns.customer, 'i');
    add(columns.email, 'e', asAddress);
    add(columns.phone, 'p', asPhone);
    if (this.#columns.length === 0) add(columns.customerName, 'n');
  }

  /** A number for each, or `NOBODY`. */
  of(cells: Record): number {
    if (this.#columns.length === 1) {
      const [{ at, kind, read } = { at: 0, kind: '', read: asAddress }] = this.#columns;
      const key = this.#keyOf(cells[at], kind, read);
      return key === null ? NOBODY : this.#alone(key);
    }
    const keys: string[] = [];
    for (const { at, kind, read } of this.#columns) {
      const key = this.#keyOf(cells[at], kind, read);
      if (key !== null) keys.push(key);
    }
    return keys.length === 0 ? NOBODY : this.#joined(keys);
  }

  #keyOf(cell: string | undefined, kind: string, read: (text: string) => string): string | null {
    if (cell === undefined || cell === '') return null;
    const id = read(latin(cell).trim());
    return id === '' || this.#isGuest(id) ? null : kind + wholeId(id);
  }

  #isGuest(id: string): boolean {
    if (id.length > 24) return false;
    const known = this.#guests.get(id);
    if (known !== undefined) return known;
    const guest = isGuestName(id);
    if (this.#guests.size > 10_000) this.#guests.clear();
    this.#guests.set(id, guest);
    return guest;
  }

  #alone(key: string): number {
    // Lines of one order stand together.
    if (key === this.#before.key) return this.#before.shopper;
    const found = this.#table.find(key);
    const shopper = found >= 0 ? found : this.#add(key);
    this.#before = { key, shopper };
    return shopper;
  }

  #joined(keys: readonly string[]): number {
    const hasId = keys[0]?.startsWith('i') ?? false;
    let shopper = NOBODY;
    for (const key of keys) {
      const found = this.#table.find(key);
      if (found < 0) continue;
      // An address that two ids share is nobody's proof.
      if (hasId && !key.startsWith('i') && this.#hasOwnId.at(found) === 1) continue;
      shopper = found;
      break;
    }
    if (shopper === NOBODY) shopper = this.#add(keys[0] ?? '');
    if (hasId) this.#hasOwnId.values[shopper] = 1;
    for (const key of keys) if (this.#table.find(key) < 0) this.#table.set(key, shopper);
    return shopper;
  }

  #add(key: string): number {
    const shopper = this.ids.size;
    this.ids.push(key.slice(1));
    this.#hasOwnId.push(0);
    this.#table.set(key, shopper);
    return shopper;
  }
}

/** Spreadsheets and pandas write the id 17850 as 17850.0. */
const wholeId = (id: string): string =>
  id.endsWith('.0') && /^\d+\.0$/.test(id) ? id.slice(0, -2) : id;
