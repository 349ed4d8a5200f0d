/** Bytes to text: the encoding is decided when the first byte comes that is not plain ASCII. */
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1256' | 'windows-1252';

export type TextReader = {
  read(bytes: Buffer): string;
  end(): string;
  /** UTF-8 as long as nothing else was seen. */
  encoding(): Encoding;
};

export function textReader(): TextReader {
  let encoding: Encoding | null = null;
  let decoder: TextDecoder | null = null;
  const settle = (found: Encoding): TextDecoder => {
    encoding = found;
    decoder = new TextDecoder(found);
    return decoder;
  };
  let first = true;
  return {
    read(bytes) {
      const wide = first ? wideEncoding(bytes) : null;
      first = false;
      if (wide) settle(wide);
      if (decoder === null && isAscii(bytes)) return bytes.toString('latin1');
      return (decoder ?? settle(narrowEncoding(bytes))).decode(bytes, { stream: true });
    },
    end: () => decoder?.decode() ?? '',
    encoding: () => encoding ?? 'utf-8',
  };
}

/** By its mark (https://www.unicode.org/faq/utf_bom.html), or by every other byte being zero. */
function wideEncoding(bytes: Buffer): Encoding | null {
  const [one, two] = bytes;
  if (one === 0xff && two === 0xfe) return 'utf-16le';
  if (one === 0xfe && two === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 1000);
  const zeros = (from: number): number => head.filter((byte, n) => n % 2 === from && !byte).length;
  if (zeros(1) > head.length / 5 && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > head.length / 5 && zeros(1) === 0 ? 'utf-16be' : null;
}

const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80;

/**
 * What is no UTF-8 is Arabic where high bytes stand beside each other as the letters of a word do, and
 * western where they stand alone between plain letters.
 */
function narrowEncoding(bytes: Buffer): Encoding {
  if (isUtf8(wholeCharacters(bytes))) return 'utf-8';
  const high = bytes.filter((byte) => isHigh(byte)).length;
  const inWords = bytes.filter(
    (byte, n) => isHigh(byte) && (isHigh(bytes[n - 1]) || isHigh(bytes[n + 1])),
  ).length;
  return inWords >= high / 2 ? 'windows-1256' : 'windows-1252';
}

/** Without the character that the end of the chunk cuts. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return (bytes[end - 1] ?? 0) >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}
