/** Days and hours on the shop's own clock, for publishing at a time. */

type Parts = { year: number; month: number; day: number; hour: number; minute: number };
const DAY_MS = 86_400_000;

function partsAt(at: number, zone: string): Parts {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => found.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

const asUtc = (parts: Parts): number =>
  Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);

/**
 * The moment at which the clocks of `zone` show this day ("2026-11-22") and minute of the day. A
 * time that the clocks skip in spring becomes the same distance later; of an hour that comes
 * twice, the first.
 */
export function instantOf(day: string, minuteOfDay: number, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minuteOfDay * 60_000;
  const offsetAt = (at: number): number =>
    asUtc(partsAt(at, zone)) - Math.floor(at / 60_000) * 60_000;
  // The offsets a day before and after are all that can hold; one of them fits, or none (a gap).
  const before = offsetAt(wanted - DAY_MS);
  const after = offsetAt(wanted + DAY_MS);
  const fits = [wanted - before, wanted - after].filter(
    (at) => asUtc(partsAt(at, zone)) === wanted,
  );
  return fits.length > 0 ? Math.min(...fits) : wanted - before;
}

/** The day that the shop's calendar shows, as "2026-11-22". */
export function dayAt(at: number, zone: string): string {
  const { year, month, day } = partsAt(at, zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The shop's days from today on, each with its noon, which is inside it in every zone. */
export function nextDays(
  now: number,
  zone: string,
  count: number,
): { day: string; noon: number }[] {
  const today = Date.parse(`${dayAt(now, zone)}T00:00:00Z`);
  return Array.from({ length: count }, (_, ahead) => {
    const day = new Date(today + ahead * DAY_MS).toISOString().slice(0, 10);
    return { day, noon: instantOf(day, 720, zone) };
  });
}
