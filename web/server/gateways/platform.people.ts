/** What the platform tells of its customers besides their orders, and the tags that we hang on them. */
import type { Answer, ShopCall } from './platform.ts';

export type PeoplePort = {
  /**
   * How many orders customers (250 at most) ever placed at the shop, also those that we may not read;
   * tests are not counted. Customers of whom the platform does not say it are left out.
   */
  countOrders(
    call: ShopCall,
    customerIds: readonly string[],
  ): Promise<Answer<{ counts: ReadonlyMap<string, number> }>>;

  /**
   * The tags of customers (250 at most) as they are now. Those whom the platform does not tell of are
   * left out.
   */
  readTags(
    call: ShopCall,
    customerIds: readonly string[],
  ): Promise<Answer<{ tags: ReadonlyMap<string, readonly string[]> }>>;

  /** Puts tags on a customer; one that is there already stays. No tag holds a comma. */
  addTags(call: ShopCall, customerId: string, tags: readonly string[]): Promise<Answer<object>>;
  /** Takes tags off a customer; one that is not there, or a customer who is no more, is done. */
  removeTags(call: ShopCall, customerId: string, tags: readonly string[]): Promise<Answer<object>>;
};
