/** Every rule about what shoppers do besides buying. Adding one is a file in `actions/` and a line here. */
import type { ActionRule } from './actionRule.ts';
import { anniversary } from './actions/anniversary.ts';
import { birthday } from './actions/birthday.ts';
import { custom } from './actions/custom.ts';
import { newsletter } from './actions/newsletter.ts';
import { review } from './actions/review.ts';
import { signUp } from './actions/signUp.ts';
import { survey } from './actions/survey.ts';
import { visit } from './actions/visit.ts';

export const ACTION_RULES: readonly ActionRule[] = [
  signUp,
  birthday,
  anniversary,
  newsletter,
  review,
  visit,
  survey,
  custom,
];
