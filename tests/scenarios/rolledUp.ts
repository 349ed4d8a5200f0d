import { MINUTE } from '../world.ts';
import type { World } from '../world.ts';

/**
 * Lets minutes pass until all there is has been rolled up. A transaction under way holds newer orders
 * back, also one of another test's database in the same server.
 */
export async function rolledUp(world: World): Promise<void> {
  for (;;) {
    await world.pass(MINUTE);
    const { rows } = await world.owner.query<{ whole: boolean | null }>(
      'select bool_and(whole_at = rolled_at) as whole from rollup_marks where rolled_at is not null',
    );
    if (rows[0]?.whole) return;
  }
}
