/** The look of the simulator's own pages: plain, grey, and nobody's brand. */
import { escapeHtml } from '../storefront/translations.ts';

export type PlainPage = {
  title: string;
  lang: string;
  body: string;
  /** Above the content; the store's admin has a menu here. */
  menu?: string;
  /** The content fills the window (the app's frame). */
  whole?: boolean;
};

/** A complete HTML document around trusted `body` markup. */
export function plainPage({ title, lang, body, menu, whole }: PlainPage): string {
  const name = escapeHtml(title);
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${name}</title>
<link rel="icon" href="data:,"><style>${style}</style></head>
<body${whole ? ' class="whole"' : ''}>${menu ?? ''}
<main><h1${whole ? ' class="away"' : ''} dir="auto">${name}</h1>${body}</main></body></html>`;
}

const style = `*{box-sizing:border-box}
:root{--ink:#1f2328;--soft:#565d66;--line:#d5d9de;--wash:#f3f4f6;--link:#0b57a4;color-scheme:light}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.6 system-ui,Vazirmatn,sans-serif}
main{max-inline-size:1060px;margin:0 auto;padding:20px}
h1{font-size:24px;margin:8px 0 16px}h2{font-size:17px;margin:20px 0 8px}
.away{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
a{color:var(--link)}section{margin-block-end:24px}
table{border-collapse:collapse;inline-size:100%;font-size:14px}
th,td{text-align:start;padding:8px 10px;border-block-end:1px solid var(--line);vertical-align:top}
thead th{color:var(--soft);font-weight:600}td.n,th.n{text-align:end;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
button,select,input{font:inherit;color:inherit;background:#fff;border:1px solid #868d96;border-radius:4px;padding:5px 10px;min-block-size:34px;max-inline-size:100%}
button{cursor:pointer;background:var(--wash)}button:hover{background:#e7e9ec}
input[type=checkbox]{min-block-size:18px;inline-size:18px}
:is(button,a,select,input,summary,pre,.wide):focus-visible{outline:2px solid var(--link);outline-offset:2px}
form.row{display:flex;gap:8px;align-items:end;flex-wrap:wrap;margin-block:8px}
form.row label{display:grid;gap:2px;font-size:13px;color:var(--soft)}
fieldset{border:1px solid var(--line);border-radius:6px;margin:0 0 12px;padding:8px 14px 12px}legend{font-weight:600;padding-inline:4px}
.tag{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:0 6px;font-size:13px;margin-inline-end:4px}
.problem{border-inline-start:4px solid #b3261e;background:#fdf1f0;padding:8px 12px}
pre.text{white-space:pre-wrap;background:var(--wash);padding:12px;border-radius:6px;font:14px/1.6 ui-monospace,monospace}
iframe.mail{inline-size:100%;block-size:480px;border:1px solid var(--line);border-radius:6px}
.menu{display:flex;gap:4px 16px;align-items:center;flex-wrap:wrap;padding:10px 20px;border-block-end:1px solid var(--line);background:var(--wash)}
.menu b{margin-inline-end:8px}.menu a{color:inherit;text-decoration:none;padding:4px 2px;border-block-end:2px solid transparent}
.menu a[aria-current]{border-color:currentColor;font-weight:600}.menu form{margin-inline-start:auto;display:flex;gap:6px}
body.whole{display:flex;flex-direction:column;block-size:100dvh}
body.whole main{flex:1;max-inline-size:none;inline-size:100%;padding:0;display:flex;flex-direction:column;min-block-size:0}
.frame{flex:1;inline-size:100%;border:0;min-block-size:0}
.appbar{display:flex;gap:16px;align-items:center;padding:8px 20px;border-block-end:1px solid var(--line);flex-wrap:wrap}
.appbar nav{display:flex;gap:12px;flex-wrap:wrap}
.savebar{display:flex;gap:8px;align-items:center;padding:8px 20px;background:#26313d;color:#fff}.savebar span{flex:1}.savebar button{color:#fff;background:#3a4856;border-color:#8a97a5}
.savebar[hidden],.toast[hidden],.loading[hidden]{display:none}
.loading{position:fixed;inset:0 0 auto;block-size:3px;background:var(--link)}
.toast{position:fixed;inset-block-end:24px;inset-inline:0;margin:auto;inline-size:fit-content;max-inline-size:90%;background:#26313d;color:#fff;border-radius:6px;padding:10px 16px}
.toast.bad{background:#b3261e}`;
