/** Columns that grow: plain typed arrays, doubled when they are full. */

export class Whole {
  size = 0;
  values = new Int32Array(1024);

  push(value: number): void {
    if (this.size === this.values.length) {
      const wider = new Int32Array(this.size * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.size] = value;
    this.size += 1;
  }

  at = (n: number): number => this.values[n] ?? 0;
}

/** Whole numbers up to 2^53, such as hundredths of money. */
export class Money {
  size = 0;
  values = new Float64Array(1024);

  push(value: number): void {
    if (this.size === this.values.length) {
      const wider = new Float64Array(this.size * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.size] = value;
    this.size += 1;
  }

  at = (n: number): number => this.values[n] ?? 0;
}

const CHUNK = 1 << 22;
/** Nobody is called longer; three bytes a letter stay below the 4096 that a length may have. */
const LONGEST = 1365;

/** Short texts end to end as UTF-8: a million ids without a million strings. */
export class Texts {
  size = 0;
  #chunks: Buffer[] = [];
  #used = CHUNK;
  #starts = new Money();

  push(text: string): void {
    const short = text.slice(0, LONGEST);
    const most = short.length * 3;
    if (this.#used + most > CHUNK) {
      this.#chunks.push(Buffer.allocUnsafe(CHUNK));
      this.#used = 0;
    }
    const start = (this.#chunks.length - 1) * CHUNK + this.#used;
    const length = this.#chunks.at(-1)?.write(short, this.#used) ?? 0;
    this.#used += length;
    this.#starts.push(start * 4096 + length);
    this.size += 1;
  }

  at(n: number): string {
    const packed = this.#starts.at(n);
    const start = Math.floor(packed / 4096);
    const from = start % CHUNK;
    return (
      this.#chunks[Math.floor(start / CHUNK)]?.toString('utf8', from, from + (packed % 4096)) ?? ''
    );
  }
}
