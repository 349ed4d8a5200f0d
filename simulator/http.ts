import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 5_000_000;

/** The whole body as text; throws when it is longer than any honest request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = chunk as Buffer;
    size += buffer.length;
    if (size > MAX_BODY_BYTES) throw new Error('the body is too long');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Fields of a JSON object or of a form, as text. */
export function readFields(body: string, contentType: string): Record<string, string> {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  const json = JSON.parse(body) as Record<string, unknown>;
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(json)) {
    if (value !== null && value !== undefined) fields[key] = String(value);
  }
  return fields;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The head and the first half of an answer; then the connection ends. */
export function sendHalf(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
  });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}
