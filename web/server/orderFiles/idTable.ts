/**
 * Texts to numbers from 0, by their 64-bit hashes in flat arrays: ten million ids take 200 MB, where a
 * Map takes more than a gigabyte. That two of ten million texts share a hash has a chance of 1 in
 * 370,000.
 */
const ABSENT = -1;
const FULL = 0.6;

export class IdTable {
  size = 0;
  #low = new Uint32Array(1024);
  #high = new Uint32Array(1024);
  #value = new Int32Array(1024).fill(ABSENT);
  #hash = new Hash();

  /** The text's number, or −1. */
  find(text: string): number {
    this.#hash.start();
    this.#hash.add(text);
    return this.#value[this.#slot()] ?? ABSENT;
  }

  set(text: string, value: number): void {
    this.#hash.start();
    this.#hash.add(text);
    this.#put(value);
  }

  /** Whether these texts, one after the other, are here already; they are now. */
  seen(texts: readonly string[]): boolean {
    this.#hash.start();
    for (const text of texts) this.#hash.add(text);
    if (this.#value[this.#slot()] !== ABSENT) return true;
    this.#put(0);
    return false;
  }

  #slot(): number {
    const mask = this.#value.length - 1;
    const { low, high } = this.#hash;
    let at = low & mask;
    while (this.#value[at] !== ABSENT && (this.#low[at] !== low || this.#high[at] !== high)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  #put(value: number): void {
    const at = this.#slot();
    if (this.#value[at] === ABSENT) this.size += 1;
    this.#low[at] = this.#hash.low;
    this.#high[at] = this.#hash.high;
    this.#value[at] = value;
    if (this.size > this.#value.length * FULL) this.#grow();
  }

  #grow(): void {
    const [low, high, value] = [this.#low, this.#high, this.#value];
    this.#low = new Uint32Array(low.length * 2);
    this.#high = new Uint32Array(low.length * 2);
    this.#value = new Int32Array(low.length * 2).fill(ABSENT);
    for (let n = 0; n < value.length; n += 1) {
      if (value[n] === ABSENT) continue;
      this.#hash.low = low[n] ?? 0;
      this.#hash.high = high[n] ?? 0;
      const at = this.#slot();
      this.#low[at] = this.#hash.low;
      this.#high[at] = this.#hash.high;
      this.#value[at] = value[n] ?? ABSENT;
    }
  }
}

/** Two lanes of multiply-and-mix over the code units, each text closed by its length. */
class Hash {
  low = 0;
  high = 0;

  start(): void {
    this.low = 0xdeadbeef;
    this.high = 0x41c6ce57;
  }

  add(text: string): void {
    let { low, high } = this;
    for (let n = 0; n < text.length; n += 1) {
      const unit = text.charCodeAt(n);
      low = Math.imul(low ^ unit, 2654435761);
      high = Math.imul(high ^ unit, 1597334677);
    }
    low = Math.imul(low ^ text.length ^ (low >>> 16), 2246822507);
    high = Math.imul(high ^ text.length ^ (high >>> 13), 3266489909);
    this.low = (low ^ (high >>> 16)) >>> 0;
    this.high = (high ^ (low >>> 15)) >>> 0;
  }
}
