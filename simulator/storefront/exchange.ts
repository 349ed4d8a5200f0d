/** Reading bodies and writing answers, for every page of the front. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const bodyLimitBytes = 1_000_000;

/** The raw body; throws above 1 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimitBytes) throw new Error('The body is larger than 1 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A form's fields, url-encoded or multipart; of a repeated field the last one counts. */
export async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
  return fieldsOf(await readBody(request), request.headers['content-type'] ?? '');
}

/** As `readForm`, from bytes that were read already. */
export async function fieldsOf(body: Buffer, type: string): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  if (body.length === 0) return fields;
  const known = /^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type);
  const headers = { 'content-type': known ? type : 'application/x-www-form-urlencoded' };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  for (const [name, value] of form as Iterable<[string, unknown]>) fields[name] = String(value);
  return fields;
}

/** An HTML page; never cached, since it is somebody's own. */
export function sendHtml(response: ServerResponse, html: string, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'private, no-store');
  response.end(html);
}

/** JSON; ids marked by `exact` are written as the exact numbers they are. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'private, no-store');
  response.end(JSON.stringify(value));
}

/** 303 to a path of the same shop: anything else becomes the home page. */
export function redirect(response: ServerResponse, to: string): void {
  response.statusCode = 303;
  response.setHeader('location', samePath(to));
  response.end();
}

/** A path of our own (`/cart?x=1`), never `//evil.example` or another scheme. */
export function samePath(to: string): string {
  return /^\/(?![/\\])[^\s]*$/.test(to) ? to : '/';
}

/** An id above 2^53 as a JSON number with all its digits. */
export function exact(id: string): unknown {
  const json = JSON as unknown as { rawJSON(text: string): unknown };
  return json.rawJSON(/^\d+$/.test(id) ? id : JSON.stringify(id));
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
};

/** A file under its address; a year in caches, because addresses change with their content. */
export function sendAsset(response: ServerResponse, name: string, content: Buffer | string): void {
  response.statusCode = 200;
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'public, max-age=31557600, immutable');
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(content);
}

export function sendNotFound(response: ServerResponse): void {
  response.statusCode = 404;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end('Not found');
}
