/**
 * The Ajax cart API and its form twins.
 * https://shopify.dev/docs/api/ajax/reference/cart
 */
import { addLine, cartJson, findVariant, itemJson, setCodes, setQuantity } from './cart.ts';
import { fieldsOf, readBody, redirect, sendJson } from './exchange.ts';
import type { Visit } from './visit.ts';

type Input = Record<string, unknown>;

/** Answers /cart.js, /cart/{add,change,update,clear}(.js) and POST /cart; false: not one of them. */
export async function answerCart(visit: Visit): Promise<boolean> {
  const match = /^\/cart(?:\/(add|change|update|clear))?(\.js|\.json)?$/.exec(visit.path);
  if (!match) return false;
  const [, verb, script] = match;
  const { request, response } = visit;
  if (!verb && request.method === 'GET') {
    if (!script) return false;
    sendJson(response, cartJson(visit));
    return true;
  }
  const input = await readInput(visit);
  const failure = verb === 'add' ? add(visit, input) : change(visit, verb ?? 'update', input);
  if (failure) return fail(visit, failure, script !== undefined);
  if (script) sendJson(response, verb === 'add' ? added(visit, input) : cartJson(visit));
  else redirect(response, formTarget(visit, input));
  return true;
}

type Failure = { status: 400 | 404 | 422; description: string };

function fail(visit: Visit, failure: Failure, script: boolean): boolean {
  const { status, description } = failure;
  if (script) sendJson(visit.response, { status, message: 'Cart Error', description }, status);
  else redirect(visit.response, `${visit.prefix}/cart`);
  return true;
}

function formTarget(visit: Visit, input: Input): string {
  if ('checkout' in input) return `${visit.prefix}/checkout`;
  return typeof input['return_to'] === 'string' ? input['return_to'] : `${visit.prefix}/cart`;
}

async function readInput(visit: Visit): Promise<Input> {
  const query = Object.fromEntries(visit.url.searchParams);
  const body = await readBody(visit.request);
  const type = visit.request.headers['content-type'] ?? '';
  if (!/json/i.test(type)) return { ...query, ...nested(await fieldsOf(body, type)) };
  try {
    const parsed = body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Input);
    return { ...query, ...parsed };
  } catch {
    return { ...query, malformed: true };
  }
}

/** `updates[123]=2` and `attributes[ref]=x` become objects. */
function nested(fields: Readonly<Record<string, string>>): Input {
  const input: Input = {};
  for (const [name, value] of Object.entries(fields)) {
    const [, list, key = ''] = /^(updates|attributes)\[([^\]]*)\]$/.exec(name) ?? [];
    if (list === undefined) input[name] = value;
    else input[list] = { ...(input[list] as Input | undefined), [key]: value };
  }
  return input;
}

function wholeOf(value: unknown, fallback: number): number | null {
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  return Number.isInteger(number) && number >= 0 && number <= 1_000_000 ? number : null;
}

function itemsOf(input: Input): Input[] {
  return Array.isArray(input['items']) ? (input['items'] as Input[]) : [input];
}

function add(visit: Visit, input: Input): Failure | null {
  if (input['malformed']) return { status: 400, description: 'The body is not JSON' };
  const wanted = itemsOf(input).map((item) => ({
    found: findVariant(visit, String(item['id'] ?? '')),
    quantity: wholeOf(item['quantity'], 1),
  }));
  for (const { found, quantity } of wanted) {
    if (!found) return { status: 404, description: 'Cannot find variant' };
    if (quantity === null || quantity < 1) {
      return { status: 422, description: 'Quantity must be 1 or more' };
    }
  }
  for (const { found, quantity } of wanted) {
    if (found && quantity) addLine(visit.session, found.variant.id, quantity);
  }
  return null;
}

function added(visit: Visit, input: Input): unknown {
  const keys = itemsOf(input).map((item) => {
    const id = findVariant(visit, String(item['id']))?.variant.id;
    return visit.session.cart.lines.find((line) => line.variantId === id)?.key ?? '';
  });
  const items = keys.map((key) => itemJson(visit, key));
  return Array.isArray(input['items']) ? { items } : items[0];
}

function change(visit: Visit, verb: string, input: Input): Failure | null {
  if (input['malformed']) return { status: 400, description: 'The body is not JSON' };
  const { session } = visit;
  if (verb === 'clear') session.cart.lines = [];
  if (verb === 'change') return changeLine(visit, input);
  if (verb === 'update') return update(visit, input);
  return null;
}

function changeLine(visit: Visit, input: Input): Failure | null {
  const line = wholeOf(input['line'], 0);
  const key = line ? visit.session.cart.lines[line - 1]?.key : String(input['id'] ?? '');
  const quantity = wholeOf(input['quantity'], 0);
  if (quantity === null) return { status: 422, description: 'Quantity is not a whole number' };
  if (key === undefined || !setQuantity(visit.session, key, quantity)) {
    return { status: 400, description: 'no valid id or line parameter' };
  }
  return null;
}

function update(visit: Visit, input: Input): Failure | null {
  const { session } = visit;
  const updates = input['updates'];
  if (updates !== null && typeof updates === 'object') {
    const keys = session.cart.lines.map((line) => line.key);
    for (const [name, value] of Object.entries(updates)) {
      const key = Array.isArray(updates) ? (keys[Number(name)] ?? '') : name;
      const quantity = wholeOf(value, 0);
      if (quantity === null) return { status: 422, description: 'Quantity is not a whole number' };
      const found = findVariant(visit, key);
      if (!setQuantity(session, key, quantity) && found && quantity > 0) {
        addLine(session, found.variant.id, quantity);
      }
    }
  }
  if (typeof input['note'] === 'string') session.cart.note = input['note'];
  if (input['attributes'] !== null && typeof input['attributes'] === 'object') {
    for (const [name, value] of Object.entries(input['attributes'])) {
      session.cart.attributes[name] = String(value);
    }
  }
  if (typeof input['discount'] === 'string') setCodes(session, input['discount']);
  return null;
}
