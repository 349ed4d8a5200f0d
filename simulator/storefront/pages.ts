/** Home, collection, product, cart and the account's pages. */
import type { Customer } from '../types.ts';
import { readForm, redirect, samePath } from './exchange.ts';
import type { EmbedSwitches } from './extension.ts';
import { orderObject, productObject } from './objects.ts';
import { showPage } from './page.ts';
import type { Visit } from './visit.ts';

/** Answers the shop's pages; false: no page at this path. */
export async function answerPage(visit: Visit, switches: EmbedSwitches): Promise<boolean> {
  const { path } = visit;
  const show = (template: string, title: string, objects = {}): Promise<void> =>
    showPage(visit, switches, template, { title, objects });
  if (path === '/') await show('index', visit.shop.name);
  else if (/^\/collections(\/[\w-]+)?$/.test(path)) await show('collection', visit.shop.name);
  else if (path === '/cart') await show('cart', visit.shop.name);
  else if (path.startsWith('/products/')) return showProduct(visit, switches);
  else if (path.startsWith('/account')) return answerAccount(visit, switches);
  else if (path === '/contact' && visit.request.method === 'POST') await signUpForMails(visit);
  else return false;
  return true;
}

async function showProduct(visit: Visit, switches: EmbedSwitches): Promise<boolean> {
  const handle = decodeURIComponent(visit.path.slice('/products/'.length));
  const product = visit.context.commerce
    .products(visit.shop.domain)
    .find((candidate) => candidate.handle === handle);
  if (!product) return false;
  const objects = { product: productObject(visit, product, visit.url.searchParams.get('variant')) };
  await showPage(visit, switches, 'product', { title: product.title, objects });
  return true;
}

async function answerAccount(visit: Visit, switches: EmbedSwitches): Promise<boolean> {
  const { path, request, session, prefix } = visit;
  const posted = request.method === 'POST';
  if (path === '/account/logout') {
    session.customerId = null;
    redirect(visit.response, returnTo(visit, {}, prefix || '/'));
  } else if (path === '/account/login' && posted) await logIn(visit);
  else if (path === '/account/register' && posted) await register(visit);
  else if (path === '/account/login' || path === '/account/register') {
    const objects = loginObjects(visit);
    await showPage(visit, switches, 'login', { title: visit.shop.name, objects });
  } else if (path !== '/account') return false;
  else if (session.customerId === null) redirect(visit.response, `${prefix}/account/login`);
  else await showAccount(visit, switches);
  return true;
}

/** "Log in as": any customer, without a password; an empty id logs out. */
async function logIn(visit: Visit): Promise<void> {
  const fields = await readForm(visit.request);
  const id = fields['customer_id'] ?? '';
  const customer = id === '' ? null : visit.context.commerce.customer(visit.shop.domain, id);
  visit.session.customerId = customer?.id ?? null;
  redirect(visit.response, returnTo(visit, fields, `${visit.prefix}/account`));
}

async function register(visit: Visit): Promise<void> {
  const fields = await readForm(visit.request);
  const text = (name: string): string => (fields[name] ?? '').trim();
  const customer = visit.context.commerce.createCustomer(visit.shop.domain, {
    email: text('email') || null,
    phone: text('phone') || null,
    firstName: text('first_name'),
    lastName: text('last_name'),
    locale: visit.locale,
  });
  visit.session.customerId = customer.id;
  redirect(visit.response, returnTo(visit, fields, `${visit.prefix}/account`));
}

function returnTo(visit: Visit, fields: Readonly<Record<string, string>>, home: string): string {
  const { searchParams } = visit.url;
  const asked =
    fields['return_url'] ?? searchParams.get('return_url') ?? searchParams.get('return_to');
  return asked ? samePath(asked) : home;
}

/**
 * The theme's newsletter form: whoever has the address wants the shop's mails from now on, and is a
 * customer if they were none.
 * https://shopify.dev/docs/storefronts/themes/customer-engagement/email-consent
 */
async function signUpForMails(visit: Visit): Promise<void> {
  const fields = await readForm(visit.request);
  const { commerce } = visit.context;
  const { domain } = visit.shop;
  const email = (fields['contact[email]'] ?? '').trim().toLowerCase();
  const back = new URL(visit.request.headers.referer ?? visit.url.origin);
  if (fields['form_type'] === 'customer' && email.includes('@')) {
    const known = commerce.customers(domain).find((each) => each.email?.toLowerCase() === email);
    const person = { email, phone: null, firstName: '', lastName: '', locale: visit.locale };
    const { id } = known ?? commerce.createCustomer(domain, person);
    commerce.setEmailConsent(domain, id, 'subscribed');
    back.searchParams.set('customer_posted', 'true');
  }
  redirect(visit.response, samePath(back.pathname + back.search));
}

const shownCustomers = 24;

function loginObjects(visit: Visit): Record<string, unknown> {
  const wanted = (visit.url.searchParams.get('q') ?? '').trim().toLowerCase();
  const matches = (customer: Customer): boolean =>
    [customer.firstName, customer.lastName, customer.email, customer.phone]
      .join(' ')
      .toLowerCase()
      .includes(wanted);
  const all = visit.context.commerce.customers(visit.shop.domain).filter(matches);
  const customers = all.slice(0, shownCustomers).map((customer) => ({
    id: customer.id,
    name: `${customer.firstName} ${customer.lastName}`.trim() || customer.email || customer.phone,
    contact: customer.email ?? customer.phone ?? '',
  }));
  const asked = visit.url.searchParams.get('return_url') ?? visit.url.searchParams.get('return_to');
  const count = all.length - customers.length;
  return { people: customers, more_people: count, search: wanted, return_url: asked ?? '' };
}

async function showAccount(visit: Visit, switches: EmbedSwitches): Promise<void> {
  const orders = visit.context.commerce
    .orders(visit.shop.domain, visit.session.customerId ?? '')
    .toSorted((one, other) => other.placedAt - one.placedAt)
    .map((order) => orderObject(visit, order));
  await showPage(visit, switches, 'account', { title: visit.shop.name, objects: { orders } });
}
