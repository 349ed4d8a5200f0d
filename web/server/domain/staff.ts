/** What the people of a shop may do alone. */
export type Role = 'support' | 'manager';

/** Points one person may give and take, both counted up: in one adjustment and in one local day. */
export const ALONE: Record<Role, { once: number; day: number }> = {
  support: { once: 1_000, day: 5_000 },
  manager: { once: 20_000, day: 20_000 },
};

/** What a person may still move in one adjustment, having moved `today` points this day. */
export const mostNow = (role: Role, today: number): number =>
  Math.max(0, Math.min(ALONE[role].once, ALONE[role].day - today));

/** Adjustments (their sizes) that one person may make now without a second one. */
export function mayAlone(role: Role, today: number, sizes: readonly number[]): boolean {
  const all = sizes.reduce((sum, size) => sum + size, today);
  return all <= ALONE[role].day && sizes.every((size) => size <= ALONE[role].once);
}
