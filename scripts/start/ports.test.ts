import net from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { requireFree, wantedPorts } from './ports.ts';

test('the usual ports hold unless the environment says otherwise', () => {
  const ports = wantedPorts({ PORT: '5000', SIM_PORT: '' });
  expect([ports.app.port, ports.simulator.port, ports.mail.port]).toEqual([5000, 4100, 4125]);
});

test.each(['0', '65536', 'http', '1.5'])('PORT=%s is refused in words', (PORT) => {
  expect(() => wantedPorts({ PORT })).toThrow(/PORT=.* is not a port/);
});

test('a taken port is told with the variable that changes it; a free one passes', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const wanted = { variable: 'SIM_PORT', port, what: 'the simulated store' };
  await expect(requireFree([wanted])).rejects.toThrow(`SIM_PORT=${port + 1} npm start`);
  taken.close();
  await once(taken, 'close');
  await expect(requireFree([wanted])).resolves.toBeUndefined();
});
