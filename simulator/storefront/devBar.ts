/**
 * A small bar over the demo's pages: what day it is, moving the clock, logging in as somebody.
 * It lives in a shadow root, takes no room in the page, and is not part of the simulated store.
 */
import { escapeHtml } from './translations.ts';
import type { Visit } from './visit.ts';

const shownCustomers = 12;

/** The bar's HTML; it goes right before `</body>`. */
export function devBar(visit: Visit): string {
  const { context, shop, session, prefix } = visit;
  const customers = context.commerce.customers(shop.domain).slice(0, shownCustomers);
  const here = escapeHtml(visit.url.pathname + visit.url.search);
  const options = customers
    .map((customer) => {
      const chosen = customer.id === session.customerId ? ' selected' : '';
      const name = escapeHtml(`${customer.firstName} ${customer.lastName}`.trim());
      return `<option value="${customer.id}"${chosen}>${name}</option>`;
    })
    .join('');
  const date = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: shop.timeZone,
  }).format(context.clock.now());
  return `<sim-bar lang="en" dir="ltr"><template shadowrootmode="open"><style>${style}</style>
<aside aria-label="Simulator"><details><summary>Simulator</summary><div>
<p><time>${date}</time></p>
<p><button data-days="1">+1 day</button><button data-days="15">+15 days</button><button data-months="1">+1 month</button></p>
<form method="post" action="${prefix}/account/login"><label>Log in as <select name="customer_id">
<option value="">Nobody</option>${options}</select></label>
<input type="hidden" name="return_url" value="${here}"><button>Go</button></form>
<p><a href="/admin">Admin</a><a href="/outbox">Outbox</a><a href="/__sim">All links</a></p>
</div></details></aside></template><script>${script(context.clock.now())}</script></sim-bar>`;
}

const style = `:host{position:fixed;z-index:30;inset-block-end:0;left:12px;font:13px/1.5 system-ui,sans-serif}
:host-context([dir=rtl]){left:auto;right:12px}
aside{background:#22262b;color:#f4f4f2;border-radius:8px 8px 0 0;box-shadow:0 0 8px #0003}
summary{cursor:pointer;padding:2px 12px;min-block-size:24px;list-style:none;font-size:12px;line-height:20px}
summary::-webkit-details-marker{display:none}
summary:focus-visible,button:focus-visible,a:focus-visible,select:focus-visible{outline:2px solid #9cc7ff;outline-offset:2px}
div{padding:4px 12px 12px;display:grid;gap:8px}details:not([open])>div{display:none}p,form{margin:0;display:flex;gap:8px;align-items:center;flex-wrap:wrap}
button,select{font:inherit;color:inherit;background:#343a41;border:1px solid #6d757e;border-radius:6px;padding:3px 8px;min-block-size:26px;max-inline-size:150px}
a{color:#b7d4ff}@media print{:host{display:none}}`;

/** Adds time on the simulator's clock and reloads when the app has seen it. */
function script(now: number): string {
  return `(()=>{const bar=document.currentScript.parentElement;
for(const button of bar.shadowRoot.querySelectorAll('button[data-days],button[data-months]'))
button.addEventListener('click',async()=>{const to=new Date(Math.max(${now},0));
const {days,months}=button.dataset;if(days)to.setUTCDate(to.getUTCDate()+Number(days));
if(months)to.setUTCMonth(to.getUTCMonth()+Number(months));
button.disabled=true;await fetch('/__sim/clock',{method:'POST',headers:{'content-type':'application/json'},
body:JSON.stringify({advanceMs:to.getTime()-${now}})});location.reload()})})()`;
}
