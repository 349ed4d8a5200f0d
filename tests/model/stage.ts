/** One world and the reference model side by side: each command is done in both, and compared. */
import type { SimOrderSummary } from '../../simulator/types.ts';
import { expectSoundBooks } from '../scenarios/books.ts';
import { DAY, MINUTE } from '../world.ts';
import type { World } from '../world.ts';
import type { Club, Redemption } from './club.ts';
import type { Command } from './commands.ts';
import { newestOf } from './facts.ts';
import type { Answer, Message } from './facts.ts';
import { agree, differences, shopperIdOf, tracesOf, viewOfModel, viewOfServer } from './look.ts';
import { of, placeOrder, refundOrder, traceOf } from './counter.ts';
import type { Change } from './counter.ts';
import { DOMAIN, SHOP_CODE, programOf, rewardsOf } from './shops.ts';
import type { Money } from './shops.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;
type Verbs = { [Name in Command['do']]: (command: Of<Name>) => Promise<void> };

export class Stage {
  readonly #world: World;
  readonly #club: Club;
  readonly #money: Money;
  readonly #people: readonly string[];
  readonly #letters: Message[] = [];
  readonly #heard = new Set<string>();
  /** At the shop: customers who were merged, and into whom; disputes that were lost. */
  readonly #became = new Map<string, string>();
  readonly #lost = new Set<string>();
  /** What was done to orders there and not refused. */
  readonly #changes = new Set<string>();
  #versions = 1;
  #codeDays = 1;

  constructor(world: World, club: Club, money: Money) {
    this.#world = world;
    this.#club = club;
    this.#money = money;
    this.#people = world.sim.commerce.customers(DOMAIN).map(({ id }) => id);
    // What the shop says waits until it is let through, by hand.
    world.sim.webhooks.faults([{ mode: 'drop' }]);
  }

  async act(command: Command): Promise<void> {
    const verb = this.#verbs[command.do] as (command: Command) => Promise<void>;
    await verb(command);
    await this.#codesSettle();
    await this.#compare(command.do);
  }

  /** All is heard, and all that waits falls due: nothing may be left over. Answers what happened. */
  async finish(): Promise<Set<string>> {
    const late = this.#letters.filter(({ webhookId }) => !this.#heard.has(webhookId));
    await this.#hear(late.toReversed());
    await this.#compare('all heard');
    await this.#passTo(this.#world.sim.clock.now() + 60 * DAY);
    await this.#compare('sixty days later');
    await expectSoundBooks(this.#world, DOMAIN);
    const parked = `select 1 from inbox where state = 'parked'`;
    agree((await this.#world.owner.query(parked)).rowCount, 0, 'messages that were parked');
    return new Set([...this.#changes, ...(await tracesOf(this.#world))]);
  }

  readonly #verbs: Verbs = {
    order: async ({ who, items, paid, code, shopCode, tip, kind }) => {
      const redemption = code === null ? undefined : of(this.#club.redemptions.toReversed(), code);
      const codes = [...(redemption ? [redemption.code] : []), ...(shopCode ? [SHOP_CODE] : [])];
      await this.#atShop(() =>
        placeOrder(this.#counter, this.#person(who), { items, codes, paid, tip, kind }),
      );
    },
    pay: (command) => this.#change(command, ({ id }) => this.#commerce.markPaid(DOMAIN, id)),
    edit: (command) =>
      this.#change(command, ({ id, lines }) =>
        this.#commerce.edit(DOMAIN, id, of(lines, command.line)?.id ?? '', command.keep),
      ),
    refund: (command) =>
      this.#change(command, (order) => refundOrder(this.#counter, order, command)),
    cancel: (command) =>
      this.#change(command, ({ id }) =>
        this.#commerce.cancel(DOMAIN, id, { refund: command.refund }),
      ),
    dispute: (command) =>
      this.#change(command, ({ id }) => {
        this.#commerce.dispute(DOMAIN, id, command.outcome);
        this.#lost[command.outcome === 'lost' ? 'add' : 'delete'](id);
      }),
    merge: async ({ kept, gone }) => {
      const [keptId, goneId] = [this.#person(kept), this.#person(gone)];
      if (keptId === goneId) return;
      await this.#atShop(() => {
        this.#commerce.mergeCustomers(DOMAIN, keptId, goneId);
        this.#became.set(goneId, keptId);
      });
    },
    hear: async ({ picks }) => {
      const waiting = this.#letters.filter(({ webhookId }) => !this.#heard.has(webhookId));
      const again = this.#letters.filter(({ webhookId }) => this.#heard.has(webhookId)).slice(-4);
      const choice = [...waiting, ...again];
      await this.#hear(picks.flatMap((n) => of(choice, n) ?? []));
    },
    redeem: async ({ who, reward }) => this.#redeem(who, [reward]),
    race: async ({ who, rewards }) => this.#redeem(who, rewards),
    putBack: async ({ which }) => {
      const redemption = of(this.#club.redemptions.toReversed(), which);
      if (!redemption) return;
      await this.#world.shopper(redemption.memberId, DOMAIN).putBack(redemption.id);
      await this.#world.app.drain();
      this.#club.close(redemption, 'cancelled', this.#isUsed(redemption.code));
    },
    snatch: async ({ which, who, beats }) => {
      const redemption = of(
        this.#club.redemptions.filter(({ status }) => status === 'open'),
        which,
      );
      if (!redemption) return;
      const answer = this.#world.shopper(redemption.memberId, DOMAIN).putBack(redemption.id);
      for (let n = 0; n < beats * 20; n++) await new Promise(setImmediate);
      const codes = [redemption.code];
      const how = { paid: true, tip: 0, kind: 'web' as const };
      placeOrder(this.#counter, this.#person(who), { items: [[0, 4]], codes, ...how });
      this.#collect();
      await answer;
      await this.#world.app.drain();
      await this.#codesSettle();
      await this.#closed(redemption);
    },
    adjust: async ({ who, points }) => {
      const id = this.#person(who);
      const shopperId = await shopperIdOf(this.#world, id);
      if (shopperId === null) return;
      const reply = await this.#world.api('POST', `/api/shoppers/${shopperId}/adjust`, {
        points,
        note: 'model',
        key: crypto.randomUUID(),
      });
      agree(reply.status === 200, this.#club.adjust(id, points), `adjust: ${reply.text}`);
    },
    publish: async ({ program: plan, inDays }) => {
      const program = programOf(plan, this.#money);
      const put = (from: number) =>
        this.#world.api('PUT', '/api/program', {
          baseVersion: this.#versions,
          program,
          ...(from > this.#club.now ? { effectiveFrom: new Date(from).toISOString() } : {}),
        });
      let from = this.#club.now + inDays * DAY;
      let reply = await put(from);
      // What takes something from points that are held begins 30 days later.
      if (reply.status === 422) reply = await put((from = this.#club.now + 30 * DAY));
      this.#versions += 1;
      agree(reply.status, 200, `publish: ${reply.text}`);
      this.#club.publish(program, from);
    },
    wait: ({ hours }) => this.#passTo(this.#world.sim.clock.now() + hours * 3_600_000),
  };

  get #commerce() {
    return this.#world.sim.commerce;
  }

  get #counter() {
    return { commerce: this.#commerce, unit: this.#money.unit };
  }

  #person(who: number): string {
    let id = of(this.#people, who) ?? '';
    while (this.#became.has(id)) id = this.#became.get(id) ?? '';
    return id;
  }

  #isUsed = (code: string): boolean =>
    this.#commerce.orders(DOMAIN).some(({ codes }) => codes.includes(code));

  /**
   * The merchant looks in now and then: an app that does not speak to its shop for 90 days loses its
   * access (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens).
   */
  async #passTo(until: number): Promise<void> {
    while (this.#club.now < until) {
      const now = Math.min(until, this.#club.now + 40 * DAY);
      const step = now - this.#club.now;
      await this.#world.sim.moveClock(now);
      await this.#world.app.drain();
      this.#club.passTo(now, this.#isUsed);
      if (step < 10 * DAY) continue;
      await this.#world.api('PUT', '/api/shop/money', { factor: 1, label: null });
      await this.#world.app.drain();
    }
  }

  /** Every change at the shop has a second of its own; what it says waits in the letters. */
  async #atShop(work: () => unknown): Promise<void> {
    await this.#passTo(this.#world.sim.clock.now() + 1_000);
    work();
    this.#collect();
  }

  #collect(): void {
    const known = new Set(this.#letters.map(({ webhookId }) => webhookId));
    for (const letter of this.#world.sim.webhooks.log()) {
      if (letter.status === 'dropped' && !known.has(letter.webhookId)) this.#letters.push(letter);
    }
  }

  async #change(command: Change, work: (order: SimOrderSummary) => unknown): Promise<void> {
    const order = of(this.#commerce.orders(DOMAIN), command.which);
    if (!order) return;
    await this.#atShop(() => {
      try {
        work(order);
        this.#changes.add(traceOf(command, this.#commerce.order(DOMAIN, order.id)));
      } catch (error) {
        // The shop refuses what makes no sense, such as paying twice: then nothing happened.
        if (!(error instanceof Error) || error instanceof TypeError) throw error;
      }
    });
  }

  /** The letters reach the door in this order, and are worked through as one batch. */
  async #hear(letters: readonly Message[]): Promise<void> {
    for (const { webhookId } of letters) {
      this.#world.sim.webhooks.redeliver(webhookId);
      await this.#world.sim.webhooks.settle();
      this.#heard.add(webhookId);
    }
    await this.#world.app.drain();
    this.#club.hear(letters, (orderId) => this.#answer(orderId));
  }

  /** How an order stands at the shop, as its newest letter says: not told of older ones (`visibleFrom`). */
  #answer(orderId: string): Answer | null {
    const newest = newestOf(this.#letters, orderId);
    const order = this.#commerce.orders(DOMAIN).find(({ id }) => id === orderId);
    if (!newest || !order || order.placedAt < this.#club.now - 60 * DAY) return null;
    return { newest, customerId: order.customerId, lost: this.#lost.has(orderId) };
  }

  /** All at once. Who was first is the books' to say; what follows from that is not. */
  async #redeem(who: number, rewards: readonly number[]): Promise<void> {
    const customerId = this.#person(who);
    const asked = rewards.map((n) => {
      const reward = of(rewardsOf(this.#money.unit, this.#codeDays), n);
      return { id: crypto.randomUUID(), rewardId: reward?.id ?? '', points: reward?.points ?? 0 };
    });
    const shopper = this.#world.shopper(customerId, DOMAIN);
    const replies = await Promise.all(
      asked.map(({ id, rewardId, points }) => shopper.redeem(rewardId, points, id)),
    );
    await this.#world.app.drain();
    const { rows } = await this.#world.owner.query<{ id: string; code: string }>(
      `select redemption_id as id, code from redemptions where redemption_id = any($1)
       order by hold_transfer_id`,
      [asked.map(({ id }) => id)],
    );
    const place = ({ id }: { id: string }) => (rows.findIndex((row) => row.id === id) + 9) % 9;
    const told = asked.map((each, n) => ({ ...each, reply: replies[n] }));
    const before = new Map(
      asked.map(({ id, rewardId }) => [id, this.#club.whyNot(customerId, rewardId)]),
    );
    for (const { id, rewardId, reply } of told.sort((a, b) => place(a) - place(b))) {
      const code = rows.find((row) => row.id === id)?.code ?? '';
      const refused = this.#club.redeem(customerId, rewardId, { id, code });
      // Whoever was refused may have come before or after the others; either reason is true.
      const body = reply?.body as { error?: { code: string } } | null | undefined;
      const said = body?.error?.code ?? null;
      const early = refused !== null && said === before.get(id);
      agree(said, early ? said : refused, `redeem ${rewardId}`);
    }
  }

  /** The shop may have answered late, or not at all: such a code is tried again a little later. */
  async #codesSettle(): Promise<void> {
    const underWay = `select 1 from redemptions where status in ('issuing', 'closing')`;
    for (let minutes = 1; minutes < 64; minutes *= 2) {
      const { rowCount } = await this.#world.owner.query(underWay);
      if (rowCount === 0) return;
      await this.#passTo(this.#club.now + minutes * MINUTE);
    }
  }

  /** Taken back while an order may have used it: either may win, never both. */
  async #closed(redemption: Redemption): Promise<void> {
    const { rows } = await this.#world.owner.query<{ status: string }>(
      'select status from redemptions where redemption_id = $1',
      [redemption.id],
    );
    const used = this.#isUsed(redemption.code);
    const isUsed = rows[0]?.status === 'used';
    if (!used || !isUsed) agree(rows[0]?.status, 'cancelled', 'code taken back');
    this.#club.close(redemption, 'cancelled', isUsed);
  }

  async #compare(after: string): Promise<void> {
    const server = await viewOfServer(this.#world, DOMAIN, this.#people);
    const different = differences(server, viewOfModel(this.#club, this.#people));
    if (different.length > 0) throw new Error([`after ${after}:`, ...different].join('\n  '));
  }
}
