/** Requests written byte by byte, for what no well-behaved client would send. */
import net from 'node:net';

export type Heard = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** All that was said, as it came. */
  raw: string;
};

/** Sends these bytes and listens until the other side closes (or has said one whole answer). */
export function knockRaw(url: string, bytes: string | Buffer): Promise<Heard> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    let said = Buffer.alloc(0);
    const done = () => {
      socket.destroy();
      resolve(read(said.toString('latin1')));
    };
    socket.on('data', (chunk) => {
      said = Buffer.concat([said, chunk]);
      if (isWhole(said.toString('latin1'))) done();
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The port may hang up while we still speak: what it said before that counts.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done();
      else reject(error);
    });
    socket.write(bytes);
  });
}

function read(raw: string): Heard {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((each) => {
      const colon = each.indexOf(':');
      return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(line.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n'), raw };
}

function isWhole(raw: string): boolean {
  const { headers, body } = read(raw);
  const length = headers['content-length'];
  return raw.includes('\r\n\r\n') && length !== undefined && body.length >= Number(length);
}

/** A request's head, and its body if there is one. */
export function written(
  line: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Buffer {
  const head = Object.entries({ host: 'localhost', connection: 'close', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${head}\r\n`), Buffer.from(body)]);
}

/** What tells of our inside: stacks, SQL, files, packages. */
export const INSIDE =
  /\bat \S+ \(|\.ts:\d|node_modules|select |insert into|syntax error|pris[m]a|postgres|\bpg\b|ECONN|SyntaxError|TypeError|ZodError|stack/i;
