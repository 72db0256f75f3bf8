/** What is taken from Prometheus' answer, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultConfig } from '../../src/config/parse-config.js';
import { loadQuery, measuredLoadOf } from '../../src/inventory/measured-load.js';
import { askPrometheus } from '../../src/work/ask-prometheus.js';

const host = 'web.shop.svc.cluster.local';
const config = { ...defaultConfig, clusters: [{ name: 'a', locality: 'europe-west1' }] };
const sample = (metric: object, value: string) => ({
  metric: { destination_service: host, window: '1h', ...metric },
  value: [1_788_000_000.123, value],
});
/** In the form in which Prometheus 3 (0.316) answers the query. */
const answer = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'vector',
    result: [
      sample({ measure: 'rate', source_cluster: 'b' }, '12.5'),
      sample({ measure: 'rate', source_cluster: 'a' }, '40.0041'),
      sample({ measure: 'latency', destination_cluster: 'a' }, '15'),
      sample({ measure: 'latency', destination_cluster: 'b' }, 'NaN'),
      sample({ measure: 'rate', source_cluster: 'a', destination_service: 'unknown' }, '3'),
    ],
  },
});
const read = (text: string, hosts?: ReadonlySet<string>) =>
  measuredLoadOf(text, 'answer.json', config, hosts);

describe('the load that Prometheus knows', () => {
  test('rates by sending cluster, times by answering one, with the window', () => {
    expect(read(answer)).toEqual({
      source: 'answer.json',
      window: '1h',
      rates: [
        { host, cluster: 'a', locality: 'europe-west1', rps: 40 },
        { host, cluster: 'b', locality: '', rps: 12.5 },
      ],
      latencies: [{ host, cluster: 'a', locality: 'europe-west1', latencyMs: 15 }],
    });
  });

  test('hosts that are not asked for are left out', () => {
    expect(read(answer, new Set(['other']))).toMatchObject({ rates: [], latencies: [] });
  });

  test.each([
    ['', 'no answer of Prometheus'],
    ['[]', 'no answer of Prometheus'],
    ['{"status":"error","error":"parse error"}', 'no answer of Prometheus'],
    ['{"status":"success","data":{"resultType":"matrix","result":[]}}', 'no answer to an instant'],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('odd samples are passed over', () => {
    const result = [
      null,
      5,
      {},
      { metric: { measure: 5 }, value: ['x'] },
      { metric: {}, value: 1 },
    ];
    const text = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
    expect(read(text)).toMatchObject({ rates: [], latencies: [], window: '' });
  });
});

describe('asking', () => {
  async function serving(
    listener: RequestListener,
    use: (address: string) => Promise<unknown>,
  ): Promise<unknown> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('one instant query, below the path of the address', async () => {
    const asked: (string | undefined)[] = [];
    const found = await serving(
      ({ url }, response) => {
        asked.push(url);
        response.end(answer);
      },
      (address) => askPrometheus(`${address}/prometheus/?token=secret`, '/'),
    );
    expect(asked).toHaveLength(1);
    const url = new URL(asked[0]!, 'http://localhost');
    expect(url.pathname).toBe('/prometheus/api/v1/query');
    expect([...url.searchParams]).toEqual([['query', loadQuery]]);
    expect(found).toMatchObject({ text: answer });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('redirects, errors and answers without end are refused', async () => {
    const redirect: RequestListener = (_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    };
    await expect(serving(redirect, (at) => askPrometheus(at, '/'))).rejects.toThrow(
      'cannot be read',
    );
    const failing: RequestListener = (_, response) => {
      response.writeHead(503).end();
    };
    await expect(serving(failing, (at) => askPrometheus(at, '/'))).rejects.toThrow(
      'it answers 503',
    );
    const endless: RequestListener = (_, response) => {
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    };
    await expect(serving(endless, (at) => askPrometheus(at, '/'))).rejects.toThrow('16 MiB');
  });

  test.each([
    ['ftp://prometheus/', 'https:// or http://'],
    ['http://', 'no valid address'],
    ['https://user:secret@prometheus/', 'an address with credentials'],
    ['missing.json', '--prometheus missing.json: '],
  ])('%s is refused, without its secrets', async (source, message) => {
    const asking = askPrometheus(source, '/nowhere');
    await expect(asking).rejects.toThrow(message);
    await expect(asking).rejects.not.toThrow('secret');
  });
});
