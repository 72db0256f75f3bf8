/** What a server that answers in place of an API server cannot do. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Cluster } from '../../src/cluster/cluster.js';
import { connect } from '../../src/cluster/connect.js';
import { Runner } from '../action/runner.js';
import { TwoApiServers } from '../action/two-api-servers.js';
import { ApiStub } from '../cluster/api-stub.js';
import { hostileTexts } from '../report/hostile.js';
import { commandsIn, invisible, markupIn } from './outputs.js';
import { holds } from './sentences.js';

const token = 'a-token-that-is-secret';
const key = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'n', name: 'x' };

let stub: ApiStub;
let cluster: Cluster;

beforeEach(async () => {
  stub = new ApiStub();
  await stub.start();
  const kubeconfig = stub.kubeconfig({ token });
  cluster = await connect({ name: 'a', locality: 'x', kubeconfig }, { answerMs: 300 });
});

afterEach(() => stub.stop());

const work = () => [
  cluster.version(),
  cluster.get(key),
  cluster.list(key),
  cluster.delete(key),
  cluster.serverSideApply({ ...key, metadata: { name: 'x' } }, { fieldManager: 'm' }),
];

async function problems(): Promise<unknown[]> {
  const all = await Promise.allSettled(work());
  return all.map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as { problem?: string }).problem,
  );
}

holds(
  '21. An answer that is late, has no end or has wrong types is an error of that cluster.',
  async () => {
    const unreachable = Array.from({ length: 5 }, () => 'unreachable');
    stub.handle = () => undefined;
    expect(await problems()).toEqual(unreachable);
    stub.handle = (_, response) => response.write('{');
    expect(await problems()).toEqual(unreachable);
    stub.handle = (request) => request.socket.end('no HTTP at all\r\n\r\n');
    expect(await problems()).toEqual(unreachable);
    for (const body of [
      null,
      5,
      'x',
      [],
      { items: 5, metadata: [] },
      { metadata: { labels: 5 } },
    ]) {
      stub.answer({ status: 200, body: JSON.stringify(body) });
      for (const problem of await problems()) {
        // That an object was deleted needs no answer but its status.
        expect(['unexpected', 'unreachable', true]).toContain(problem);
      }
    }
    for (const status of [304, 400, 404, 409, 422, 500]) {
      stub.answer({
        status,
        body: JSON.stringify({ message: 5, details: { causes: {}, name: [] } }),
      });
      for (const problem of await problems()) expect(typeof problem).toBe('string');
    }
  },
);

holds('22. A redirect is never followed, so no credential reaches another server.', async () => {
  const other = new ApiStub();
  await other.start();
  try {
    for (const status of [301, 302, 303, 307, 308]) {
      stub.answer({ status, body: '', headers: { location: `${other.url}/x` } });
      for (const problem of await problems()) expect(typeof problem).toBe('string');
    }
    expect(other.requests).toEqual([]);
  } finally {
    other.stop();
  }
});

holds('23. A credential that a server repeats is not in an output.', async () => {
  const said = `you sent ${token}, ${token}`;
  for (const status of [400, 401, 403, 404, 409, 422, 500, 503]) {
    const details = {
      name: token,
      causes: [
        { reason: 'FieldManagerConflict', message: `conflict with "${token}"`, field: token },
      ],
    };
    stub.answer({ status, body: { message: said, details }, headers: { 'retry-after': '0' } });
    const all = await Promise.allSettled(work());
    for (const one of all) {
      if (one.status === 'rejected')
        expect(JSON.stringify([String(one.reason), one.reason])).not.toContain(token);
    }
  }
});

holds(
  '24. No text of a cluster becomes a workflow command, markup or a control character in an output.',
  async () => {
    const runner = new Runner();
    const clusters = new TwoApiServers();
    await clusters.start();
    try {
      runner.copy('hello-world');
      runner.event('push');
      const message = hostileTexts.join(' ');
      const asUsual = clusters.servers[1].handle;
      clusters.servers[1].handle = (request, response) => {
        if (request.method !== 'PATCH') return asUsual(request, response);
        response.writeHead(422).end(JSON.stringify({ kind: 'Status', code: 422, message }));
      };
      const result = await runner.step({ mode: 'apply', kubeconfig: clusters.kubeconfig() });
      expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } });
      expect(result.summary).toContain('injected');
      const own = /^::(?:error|warning|notice|group|endgroup|add-mask)/;
      expect(commandsIn(result.stdout).filter((line) => !own.test(line))).toEqual([]);
      expect(
        commandsIn(result.stdout).filter((line) => /^::(?:error|add-mask)::injected/.test(line)),
      ).toEqual([]);
      for (const text of [result.stdout, result.stderr, result.summary]) {
        // The colours are ours.
        // eslint-disable-next-line no-control-regex -- the character that begins them
        expect(text.replaceAll(/\u001b\[\d*m/g, '')).not.toMatch(invisible);
      }
      expect(markupIn(result.summary)).toEqual([]);
    } finally {
      clusters.stop();
      runner.remove();
    }
  },
);
