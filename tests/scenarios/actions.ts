/** What tests of actions share: a program that rewards them, a key, and calls with it. */
import type { ProgramBody } from '../../web/contract/merchant.ts';
import type { ActionAnswer } from '../../web/contract/api.ts';
import type { ApiKeyMade } from '../../web/contract/merchantKeys.ts';
import { aProgram } from '../world.ts';
import type { Reply, World } from '../world.ts';

type Rules = NonNullable<ProgramBody['rules']>;
type Use = Rules[number];

const given = { waitDays: 0, shown: true };

/** One use of each rule, with the arguments that the tests count on. */
export const USES = {
  signUp: { id: 'join', rule: 'signUp', args: { points: 50, ...given } },
  birthday: { id: 'birthday', rule: 'birthday', args: { points: 100, ...given } },
  anniversary: { id: 'year', rule: 'anniversary', args: { points: 80, ...given } },
  newsletter: { id: 'news', rule: 'newsletter', args: { points: 30, ...given } },
  review: {
    id: 'review',
    rule: 'review',
    args: { points: 40, times: 1, per: 'week', ...given },
  },
  visit: {
    id: 'lookbook',
    rule: 'visit',
    args: { page: 'lookbook', points: 5, times: 1, per: 'day', ...given },
  },
  survey: {
    id: 'nps',
    rule: 'survey',
    args: { survey: 'nps', points: 20, times: 1, per: 'year', ...given },
  },
  bottle: {
    id: 'bottle',
    rule: 'custom',
    args: { action: 'bottle-return', points: 10, times: 2, per: 'day', ...given },
  },
} satisfies Record<string, Use>;

export const rewarding = (rules: Rules, over: Partial<ProgramBody> = {}): ProgramBody =>
  aProgram({ ...over, rules });

export async function makeKey(
  world: World,
  scopes: string[] = ['actions:write', 'birthdays:write'],
): Promise<ApiKeyMade> {
  const made = await world.api<ApiKeyMade>('POST', '/api/keys', { name: 'Our till', scopes });
  if (made.status !== 200) throw new Error(`a key: ${made.status} ${made.text}`);
  return made.body;
}

/** A call with a key, as a merchant's own system makes it. */
export async function callWithKey<Body = ActionAnswer>(
  world: World,
  key: string,
  body: unknown,
  place = 'actions',
): Promise<Reply<Body>> {
  const response = await fetch(`${world.app.url}/api/${place}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Body };
}
