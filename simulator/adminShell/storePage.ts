/** The online store's switches: app embeds, and the platform's heavier doings. */
import { join } from 'node:path';
import { readForm, redirect } from '../storefront/exchange.ts';
import { readBlocks } from '../storefront/extension.ts';
import { escapeHtml } from '../storefront/translations.ts';
import { showAdmin, type AdminVisit } from './adminPage.ts';

/** Answers /admin/store and its forms; false: another path. */
export async function answerStorePage(visit: AdminVisit): Promise<boolean> {
  const verb = /^\/admin\/store(?:\/(\w+))?\/?$/.exec(visit.url.pathname)?.[1];
  if (visit.request.method !== 'POST') {
    if (verb !== undefined) return false;
    showAdmin(visit, { title: 'Online store', body: storeBody(visit) });
    return true;
  }
  const fields = await readForm(visit.request);
  const { commerce } = visit.context;
  if (verb === 'embed') toggle(visit, fields['handle'] ?? '', 'on' in fields);
  else if (verb === 'uninstall') commerce.uninstall(visit.shop.domain);
  else if (verb === 'compliance') sendCompliance(visit, fields);
  else return false;
  redirect(visit.response, '/admin/store');
  return true;
}

function toggle(visit: AdminVisit, handle: string, on: boolean): void {
  const name = `${visit.shop.domain} ${handle}`;
  if (on) visit.switches.delete(name);
  else visit.switches.add(name);
}

const topics = ['customers/data_request', 'customers/redact', 'shop/redact'] as const;

function sendCompliance(visit: AdminVisit, fields: Readonly<Record<string, string>>): void {
  const topic = topics.find((known) => known === fields['topic']);
  const customerId = fields['customer_id'] || undefined;
  if (topic && customerId) visit.context.commerce.compliance(visit.shop.domain, topic, customerId);
  else if (topic) visit.context.commerce.compliance(visit.shop.domain, topic);
}

function storeBody(visit: AdminVisit): string {
  const blocks = readBlocks(join(visit.context.extensionsDir, 'storefront'));
  const rows = blocks.map(({ handle, name: plain, schema }) => {
    const name = escapeHtml(plain);
    if ((schema.target ?? 'section') === 'section') {
      return `<tr><td>${name}</td><td>section</td><td>on the product page</td></tr>`;
    }
    const on = !visit.switches.has(`${visit.shop.domain} ${handle}`);
    return `<tr><td>${name}</td><td>${escapeHtml(schema.target ?? '')}</td><td><form method="post" action="/admin/store/embed">
<input type="hidden" name="handle" value="${escapeHtml(handle)}">${on ? '' : '<input type="hidden" name="on" value="1">'}
${on ? 'On' : 'Off'} <button>Turn ${on ? 'off' : 'on'}</button></form></td></tr>`;
  });
  const customers = visit.context.commerce.customers(visit.shop.domain).slice(0, 200);
  const people = customers.map(
    ({ id, firstName, lastName }) =>
      `<option value="${id}">${escapeHtml(`${firstName} ${lastName}`)}</option>`,
  );
  return `<section><h2>App embeds and blocks</h2>
<table><thead><tr><th scope="col">Block</th><th scope="col">Target</th><th scope="col">State</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>
<section><h2>Compliance webhooks</h2><form class="row" method="post" action="/admin/store/compliance">
<label>Topic <select name="topic">${topics.map((topic) => `<option>${topic}</option>`).join('')}</select></label>
<label>Customer <select name="customer_id"><option value="">Nobody</option>${people.join('')}</select></label><button>Send</button></form></section>
<section><h2>The app</h2><form method="post" action="/admin/store/uninstall"><button>Uninstall Regulars</button></form></section>`;
}
