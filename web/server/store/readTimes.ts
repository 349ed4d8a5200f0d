/** A moment in SQL as a whole number of milliseconds since the epoch, for JSON that the database makes. */
export const msOf = (moment: string): string => `(extract(epoch from ${moment}) * 1000)::bigint`;
