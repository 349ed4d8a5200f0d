/** A code lives until the end of the shop's day so many calendar days from now. */
export function lastDay(now, days, timeZone) {
  const today = new Intl.DateTimeFormat('sv', { timeZone }).format(now);
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
}
