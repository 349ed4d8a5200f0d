/** Days of the shop's own calendar, for the reference model. Times are ms since the epoch. */
export const DAY_MS = 86_400_000;

type Day = { year: number; month: number; day: number };

const WALL = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const;

/** What clocks on the wall show, written as if they showed UTC. */
function wall(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { ...WALL, timeZone }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The moment a local day begins (none of the model's shops moves its clocks at midnight). */
function midnight({ year, month, day }: Day, timeZone: string): number {
  const shown = Date.UTC(year, month, day);
  let at = shown;
  for (let n = 0; n < 2; n++) at = shown - (wall(at, timeZone) - at);
  return at;
}

function dayOf(at: number, timeZone: string): Day {
  const shown = new Date(wall(at, timeZone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth(),
    day: shown.getUTCDate(),
  };
}

/** The end of the local day that comes `days` after today. */
export function endOfDay(at: number, days: number, timeZone: string): number {
  const { year, month, day } = dayOf(at, timeZone);
  return midnight({ year, month, day: day + days + 1 }, timeZone);
}

/** The end of the same local day `months` later, or of that month's last day. */
export function endOfMonths(at: number, months: number, timeZone: string): number {
  const { year, month, day } = dayOf(at, timeZone);
  const last = new Date(Date.UTC(year, month + months + 1, 0)).getUTCDate();
  return midnight({ year, month: month + months, day: Math.min(day, last) + 1 }, timeZone);
}

/** Twelve months after, to the moment. */
export function aYearAfter(at: number): number {
  const date = new Date(at);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}
