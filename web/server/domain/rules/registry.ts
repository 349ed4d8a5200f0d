/** All rules there are, in the order in which they are offered. Adding one is adding a line here. */
import { ACTION_RULES } from './actionRules.ts';
import { certainHours } from './orders/certainHours.ts';
import { comeback } from './orders/comeback.ts';
import { dailyDeal } from './orders/dailyDeal.ts';
import { everyNthOrder } from './orders/everyNthOrder.ts';
import { firstOrder } from './orders/firstOrder.ts';
import { itemsRate } from './orders/itemsRate.ts';
import { itemsTimes } from './orders/itemsTimes.ts';
import { nthOrder } from './orders/nthOrder.ts';
import { onlyItems } from './orders/onlyItems.ts';
import { orderTimes } from './orders/orderTimes.ts';
import { perOrder } from './orders/perOrder.ts';
import { withoutItems } from './orders/withoutItems.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [
  firstOrder,
  nthOrder,
  everyNthOrder,
  perOrder,
  comeback,
  orderTimes,
  certainHours,
  itemsTimes,
  dailyDeal,
  itemsRate,
  onlyItems,
  withoutItems,
  ...ACTION_RULES,
];

const BY_CODE: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.code, rule]));

/** The rule of a code; undefined where there is none. */
export const ruleOf = (code: string): Rule | undefined => BY_CODE.get(code);
