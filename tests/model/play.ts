/** Plays a story against the real stack and the reference model. */
import { START, startWorld } from '../world.ts';
import { Club } from './club.ts';
import type { Command } from './commands.ts';
import { of } from './counter.ts';
import { DOMAIN, MONEYS, programOf, shopOf } from './shops.ts';
import type { Plan } from './shops.ts';
import { Stage } from './stage.ts';

export type Story = { money: number; plan: Plan; commands: readonly Command[] };

/** The two sides differ, and how many commands it took. */
export class Difference extends Error {
  readonly commands: number;

  constructor(commands: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.commands = commands;
  }
}

/** Answers what happened in it. */
export async function play(story: Story): Promise<Set<string>> {
  const money = of(MONEYS, story.money);
  if (!money) throw new Error('no such money');
  const program = programOf(story.plan, money);
  const world = await startWorld({
    shop: DOMAIN,
    program,
    // Nothing is worked on until somebody drains: batches are what the story says.
    env: { ROLE: 'web' },
    simulator: { shops: [shopOf(money)] },
  });
  try {
    const club = new Club(money.timeZone, START);
    club.publish(program, START);
    const stage = new Stage(world, club, money);
    for (const [n, command] of story.commands.entries()) {
      await stage.act(command).catch((error: unknown) => {
        throw new Difference(n + 1, error);
      });
    }
    return await stage.finish().catch((error: unknown) => {
      throw new Difference(story.commands.length, error);
    });
  } finally {
    await world.stop();
  }
}
