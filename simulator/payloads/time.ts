const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  return format;
}

/** Offsets change on a quarter of an hour, everywhere; asking the calendar costs 20 µs. */
const QUARTER_MS = 900_000;
const KEPT = 50_000;
const known = new Map<string, Map<number, number>>();

/** Minutes east of UTC at that moment: −300 for New York in winter. */
export function offsetMinutes(ms: number, timeZone: string): number {
  let offsets = known.get(timeZone);
  if (!offsets || offsets.size > KEPT) known.set(timeZone, (offsets = new Map()));
  const quarter = Math.floor(ms / QUARTER_MS);
  let offset = offsets.get(quarter);
  if (offset === undefined) offsets.set(quarter, (offset = askOffset(ms, timeZone)));
  return offset;
}

function askOffset(ms: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(ms);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** "2021-12-31T19:00:00-05:00": whole seconds in the shop's zone, as webhook bodies have them. */
export function shopTime(ms: number, timeZone: string): string {
  const offset = offsetMinutes(ms, timeZone);
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, 19);
  const two = (n: number) => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
