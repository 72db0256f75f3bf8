import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { durationMs } from '../../src/config/gate-config.js';
import { holdGates, soakGate, type GateSurroundings } from '../../src/deploy/gates.js';
import { evaluate, prometheusGate } from '../../src/deploy/prometheus-gate.js';

const answer = (result: unknown, resultType = 'vector', status = 'success') =>
  JSON.stringify({ status, data: { resultType, result } });
const vector = (...values: string[]) =>
  answer(values.map((value) => ({ metric: {}, value: [1, value] })));

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const calm = (): GateSurroundings => ({
  written: [],
  lock: { isHeld: () => true },
  tell: () => undefined,
  signal: new AbortController().signal,
});

test('a value is within its bounds, or it is not', () => {
  const below = { url: '', query: '', below: 0.01 };
  expect(evaluate(vector('0'), below)).toEqual({ holds: true, text: 'the value is 0' });
  expect(evaluate(vector('0.001', '0.002'), below)).toMatchObject({ holds: true });
  expect(evaluate(answer([1, '0.001'], 'scalar'), below)).toMatchObject({ holds: true });
  const wrong = [
    ...[vector('0.01'), vector('0.001', '5'), vector('NaN'), vector('+Inf'), vector(), vector('')],
    ...[vector('x'), answer([1], 'scalar'), answer([], 'matrix'), answer({}), answer([null])],
    ...['', '{', 'null', '[]', '{"status":"error","error":"parse error"}'],
  ];
  for (const body of wrong)
    expect({ body, ...evaluate(body, below) }).toMatchObject({ holds: false });
  const above = { url: '', query: '', above: 0, below: 10 };
  expect(
    [vector('0'), vector('5'), vector('10'), vector('-Inf')].map(
      (body) => evaluate(body, above).holds,
    ),
  ).toEqual([false, true, false, false]);
});

test('a query that does not hold at first has time to', async () => {
  let count = 0;
  const url = await serve((_, outgoing) => outgoing.end(vector(++count < 4 ? '1' : '0')));
  const query = { url, query: 'up', below: 0.5, within: '10s' };
  const text = await prometheusGate(query, { token: undefined, pollMs: 5 }).hold(calm());
  expect(text).toBe('the value is 0');
  expect(count).toBe(4);
});

test('it must hold without a break', async () => {
  let count = 0;
  const url = await serve((_, outgoing) => outgoing.end(vector(++count % 5 === 0 ? '1' : '0')));
  const query = { url, query: 'up', below: 0.5, for: '1s', within: '1s' };
  const gate = prometheusGate(query, { token: undefined, pollMs: 50 });
  await expect(gate.hold(calm())).rejects.toThrow(/without a break|the value is 1/);
});

test.each([
  [
    'a redirect',
    (_, outgoing) => outgoing.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    /answers 302/,
  ],
  [
    'an endless answer',
    (_, outgoing) => void outgoing.write('x'.repeat(2 ** 21)),
    /more than 1 MiB/,
  ],
  ['a broken connection', (incoming) => incoming.socket.destroy(), /hang up|ECONNRESET/],
  [
    'an error in the query',
    (_, outgoing) => outgoing.writeHead(400).end('{"status":"error","error":"bad"}'),
    /bad/,
  ],
] as [string, RequestListener, RegExp][])('%s does not hold', async (_, listener, message) => {
  const url = await serve(listener);
  const gate = prometheusGate(
    { url, query: 'up', below: 1, within: '1s' },
    { token: 'secret', pollMs: 500 },
  );
  await expect(gate.hold(calm())).rejects.toThrow(message);
});

test('a token goes over https only', async () => {
  const seen: unknown[] = [];
  const url = await serve((incoming, outgoing) => {
    seen.push(incoming.headers.authorization);
    outgoing.end(vector('0'));
  });
  await prometheusGate({ url, query: 'up', below: 1 }, { token: 'secret' }).hold(calm());
  expect(seen).toEqual([undefined]);
});

test('the first gate that does not hold is the last, and an end of the run ends it', async () => {
  const asked: string[] = [];
  const gate = (title: string, error?: string) => ({
    title,
    hold: () => {
      asked.push(title);
      return error === undefined ? Promise.resolve('fine') : Promise.reject(new Error(error));
    },
  });
  const { results, error } = await holdGates(
    [gate('a'), gate('b', 'no'), gate('c')],
    calm(),
    () => undefined,
  );
  expect(asked).toEqual(['a', 'b']);
  expect(results.map(({ outcome }) => outcome)).toEqual(['held', 'failed']);
  expect(error?.message).toBe('the gate b does not hold: no');
  const signal = AbortSignal.abort();
  await expect(soakGate('1h', 3_600_000).hold({ ...calm(), signal })).rejects.toThrow(
    'interrupted',
  );
});

test('durations', () => {
  expect(['90s', '2m', '1h', '168h'].map(durationMs)).toEqual([
    90_000, 120_000, 3_600_000, 604_800_000,
  ]);
  for (const text of ['', '0s', '5', 's', '1d', '169h', '1.5m', '1000000s', '-1s', ' 1s']) {
    expect(durationMs(text)).toBeUndefined();
  }
});
