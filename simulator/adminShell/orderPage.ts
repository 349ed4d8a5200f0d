/** One order in the admin and what can be done to it. */
import { minorOf } from '../engine/money.ts';
import { readForm, redirect, sendHtml } from '../storefront/exchange.ts';
import { escapeHtml } from '../storefront/translations.ts';
import type { DisputeOutcome, SimOrderSummary } from '../types.ts';
import { amount, stateOf } from './lists.ts';
import { plainPage } from './plainPage.ts';
import { showAdmin, type AdminVisit } from './adminPage.ts';

/** Answers /admin/orders/ID and its forms; false: no such order. */
export async function answerOrder(visit: AdminVisit): Promise<boolean> {
  const [, id = '', verb] =
    /^\/admin\/orders\/([^/]+)(?:\/(\w+))?\/?$/.exec(visit.url.pathname) ?? [];
  const order = visit.context.commerce.order(visit.shop.domain, id);
  if (!order) return false;
  if (verb === undefined) {
    showAdmin(visit, { title: `Order ${order.name}`, body: orderBody(visit, order) });
    return true;
  }
  if (visit.request.method !== 'POST') return false;
  try {
    change(visit, order, verb, await readForm(visit.request));
    redirect(visit.response, `/admin/orders/${id}`);
  } catch (error) {
    // The engine refuses what cannot be done to this order: the person is told why.
    const words = escapeHtml(error instanceof Error ? error.message : String(error));
    const body = `<p class="problem">${words}</p><p><a href="/admin/orders/${id}">Back</a></p>`;
    sendHtml(visit.response, plainPage({ title: 'Not done', lang: 'en', body }), 422);
  }
  return true;
}

type Fields = Readonly<Record<string, string>>;

const outcomeOf = (asked: string | undefined): DisputeOutcome =>
  asked === 'lost' || asked === 'won' ? asked : 'open';

function change(visit: AdminVisit, order: SimOrderSummary, verb: string, fields: Fields): void {
  const { commerce } = visit.context;
  const { domain, currency } = visit.shop;
  const quantityOf = (name: string): number => {
    const quantity = Number(fields[name] ?? 0);
    if (!Number.isInteger(quantity) || quantity < 0) throw new Error('Not a whole number');
    return quantity;
  };
  if (verb === 'paid') commerce.markPaid(domain, order.id);
  else if (verb === 'cancel') commerce.cancel(domain, order.id, { refund: 'refund' in fields });
  else if (verb === 'dispute') commerce.dispute(domain, order.id, outcomeOf(fields['outcome']));
  else if (verb === 'edit')
    commerce.edit(domain, order.id, fields['line'] ?? '', quantityOf('quantity'));
  else if (verb === 'refund') {
    const lines = order.lines
      .map((line) => ({ lineId: line.id, quantity: quantityOf(`line_${line.id}`) }))
      .filter((line) => line.quantity > 0);
    const asked = (fields['amount'] ?? '').trim();
    const amountMinor = asked === '' ? undefined : minorOf(asked, currency);
    if (amountMinor === null) throw new Error(`${asked} is not an amount in ${currency}`);
    const refund = { orderId: order.id, lines, shipping: 'shipping' in fields };
    commerce.refund(domain, amountMinor === undefined ? refund : { ...refund, amountMinor });
  } else throw new Error(`Nothing is called ${verb}`);
}

function orderBody(visit: AdminVisit, order: SimOrderSummary): string {
  const money = (minor: number): string => amount(visit, minor);
  const rows = order.lines.map(
    (
      line,
    ) => `<tr><td dir="auto">${escapeHtml(line.title)}</td><td class="n">${money(line.priceMinor)}</td>
<td class="n">${line.currentQuantity} of ${line.quantity}</td><td class="n">${money(line.discountMinor)}</td></tr>`,
  );
  const sums: readonly (readonly [string, number])[] = [
    ['Subtotal', order.subtotalMinor],
    ['Shipping', order.shippingMinor],
    ['Tax', order.taxMinor],
    ['Total', order.totalMinor],
    ['Refunded', order.refundedMinor],
  ];
  const totals = sums.map(
    ([name, minor]) => `<tr><th scope="row">${name}</th><td class="n">${money(minor)}</td></tr>`,
  );
  const codes = order.codes.map((code) => `<code>${escapeHtml(code)}</code>`).join(' ');
  return `<p>${stateOf(order)} <bdi>${escapeHtml(order.customerName)}</bdi> · ${new Date(order.placedAt).toISOString()}
${codes && ` · codes <bdi dir="ltr">${codes}</bdi>`}</p>
<table><thead><tr><th scope="col">Line</th><th scope="col" class="n">Price</th><th scope="col" class="n">Units</th><th scope="col" class="n">Discount</th></tr></thead>
<tbody>${rows.join('')}</tbody></table><table><tbody>${totals.join('')}</tbody></table>
${formsOf(visit, order)}<p><a href="/orders/${order.statusToken}/thank-you">Thank-you page</a></p>`;
}

function formsOf(visit: AdminVisit, order: SimOrderSummary): string {
  const action = (verb: string): string =>
    `method="post" action="/admin/orders/${order.id}/${verb}"`;
  const units = order.lines.map(
    (line) => `<label>${escapeHtml(line.title)}
<input name="line_${line.id}" type="number" min="0" max="${line.currentQuantity}" value="0"></label>`,
  );
  const lines = order.lines.map(
    (line) => `<option value="${line.id}">${escapeHtml(line.title)}</option>`,
  );
  const pending = order.financialStatus === 'pending' && order.cancelledAt === null;
  return `<h2>Do something</h2>
<fieldset><legend>Refund</legend><form class="row" ${action('refund')}>${units.join('')}
<label>Amount in ${visit.shop.currency}, blank: what the units and shipping come to
<input name="amount" inputmode="decimal"></label>
<label>Shipping <input type="checkbox" name="shipping"></label><button>Refund</button></form></fieldset>
<fieldset><legend>Edit after purchase</legend><form class="row" ${action('edit')}>
<label>Line <select name="line">${lines.join('')}</select></label>
<label>New quantity <input name="quantity" type="number" min="0" value="0"></label><button>Edit line</button></form></fieldset>
<fieldset><legend>State</legend>
${pending ? `<form class="row" ${action('paid')}><button>Mark paid</button></form>` : ''}
<form class="row" ${action('cancel')}><label>Give the money back <input type="checkbox" name="refund" checked></label><button>Cancel order</button></form>
<form class="row" ${action('dispute')}><label>The buyer’s bank
<select name="outcome"><option value="open">asks for the payment back</option>
<option value="lost">took it: dispute lost</option><option value="won">gave in: dispute won</option></select></label>
<button>Tell</button></form></fieldset>`;
}
