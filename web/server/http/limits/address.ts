/** Whose address a call comes from, as far as we can know. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses of no one in particular: this machine, a private network, a load balancer's inside. */
const inside = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, bits, 'ipv4');
}
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/**
 * One caller as a key: an IPv4 address, or the /64 network that an IPv6 caller owns. Null where it
 * cannot be told: a private peer is a proxy that stands for everybody, and `x-forwarded-for` is only
 * believed as far as `trustedProxies` wrote it (each appends the address it was called from).
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string | null {
  const peer = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return keyOf(peer);
  const told = String(request.headers['x-forwarded-for'] ?? '').split(',');
  return keyOf(told.at(-trustedProxies)?.trim() ?? '');
}

function keyOf(text: string): string | null {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIP(address) === 0) return null;
  if (inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return null;
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first 64 bits, written in one way. */
function networkOf(address: string): string {
  const [left = '', right] = address.split('::');
  const groups = left === '' ? [] : left.split(':');
  const behind = right === undefined || right === '' ? 0 : right.split(':').length;
  const zeros = right === undefined ? 0 : 8 - groups.length - behind;
  const all = [
    ...groups,
    ...Array<string>(Math.max(0, zeros)).fill('0'),
    ...(right ?? '').split(':'),
  ];
  const first = all.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16));
  return `${first.join(':')}::/64`;
}
