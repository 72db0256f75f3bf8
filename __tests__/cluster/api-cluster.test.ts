import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/cluster/cluster.js';
import { connect } from '../../src/cluster/connect.js';
import { ApiStub } from './api-stub.js';

const token = 'a-token-that-is-secret';
const key = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'n', name: 'x' };
const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { namespace: 'n', name: 'x' },
};
const fine = { status: 200, body: object };

describe('a cluster behind its API server', () => {
  let stub: ApiStub;
  let cluster: Cluster;

  beforeEach(async () => {
    stub = new ApiStub();
    await stub.start();
    const kubeconfig = stub.kubeconfig({ token });
    cluster = await connect({ name: 'a', locality: 'x', kubeconfig }, { answerMs: 500 });
  });

  afterEach(() => stub.stop());

  const applyIt = () => cluster.serverSideApply(object, { fieldManager: 'm' });

  test('sends what server-side apply wants', async () => {
    stub.answer({ ...fine, headers: { warning: '299 - "this is \\"old\\"", 299 - "and odd"' } });
    const { warnings } = await cluster.serverSideApply(object, {
      fieldManager: 'm',
      dryRun: true,
      force: true,
    });
    expect(warnings).toEqual(['this is "old"', 'and odd']);
    expect(stub.requests[0]).toMatchObject({
      method: 'PATCH',
      url:
        '/apis/networking.istio.io/v1/namespaces/n/gateways/x' +
        '?fieldManager=m&fieldValidation=Strict&force=true&dryRun=All',
    });
    expect(stub.requests[0]?.headers).toMatchObject({
      'content-type': 'application/apply-patch+yaml',
      authorization: `Bearer ${token}`,
    });
  });

  const gateways = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'n' };
  const page = (name: string, more?: string) => ({
    status: 200,
    body: { kind: 'GatewayList', metadata: { continue: more }, items: [{ metadata: { name } }] },
  });

  test('lists page by page', async () => {
    const metadataPage = page('a', 'more/of it');
    metadataPage.body.kind = 'PartialObjectMetadataList';
    stub.answer(metadataPage, page('b'));
    const all = await cluster.list({ ...gateways, labelSelector: 'x=y', metadataOnly: true });
    expect(all).toEqual([
      { ...object, metadata: { name: 'a' } },
      { ...object, metadata: { name: 'b' } },
    ]);
    const path = '/apis/networking.istio.io/v1/namespaces/n/gateways?limit=500&labelSelector=x%3Dy';
    expect(stub.requests.map(({ url }) => url)).toEqual([path, `${path}&continue=more%2Fof+it`]);
    expect(stub.requests[0]?.headers.accept).toContain('as=PartialObjectMetadataList');
  });

  test('lists anew when the pages have become too old', async () => {
    const gone = { status: 410, body: { kind: 'Status', reason: 'Expired' } };
    stub.answer(page('a', 'more'), gone, page('b'));
    const all = await cluster.list(gateways);
    expect(all.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(stub.requests.at(-1)?.url).not.toContain('?');
  });

  test('waits when told to, and goes on', async () => {
    stub.answer({ status: 429, body: '', headers: { 'retry-after': '0' } }, fine);
    await expect(cluster.get(key)).resolves.toEqual(object);
    expect(stub.requests).toHaveLength(2);
  });

  test('gives up when the server stays busy', async () => {
    const body = { message: 'too many' };
    stub.answer({ status: 503, body, headers: { 'retry-after': '0' } });
    await expect(applyIt()).rejects.toMatchObject({
      problem: 'busy',
      message: expect.stringContaining('503'),
    });
    expect(stub.requests).toHaveLength(4);
  });

  test('does not wait for minutes', async () => {
    stub.answer({ status: 429, body: '', headers: { 'retry-after': '600' } });
    await expect(applyIt()).rejects.toMatchObject({ problem: 'busy' });
    expect(stub.requests).toHaveLength(1);
  });

  test('a connection that breaks off is tried again', async () => {
    stub.handle = (request, response) => {
      if (stub.requests.length < 2) request.socket.destroy();
      else response.end(JSON.stringify(object));
    };
    await expect(applyIt()).resolves.toMatchObject({ object });
  });

  test('an answer that never ends', async () => {
    stub.handle = (_, response) => response.write('{');
    await expect(applyIt()).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringContaining('no answer within 0.5 s'),
    });
  });

  test('an answer without end is not kept until its time is over', async () => {
    const piece = Buffer.alloc(1024 * 1024, 0x61);
    let sent = 0;
    stub.handle = (_, response) => {
      const more = () => {
        for (let last = true; last && !response.destroyed; sent++) last = response.write(piece);
      };
      response.on('drain', more);
      more();
    };
    const patient = await connect(
      { name: 'a', locality: 'x', kubeconfig: stub.kubeconfig({ token }) },
      { answerMs: 200_000 },
    );
    await expect(patient.get(key)).rejects.toThrow('an answer of more than 64 MiB');
    expect(sent).toBeLessThan(200);
  });

  test('a list without end is given up', async () => {
    let count = 0;
    stub.handle = (_, response) => {
      const body = count++ % 3 === 2 ? '{"code": 410}' : JSON.stringify(page('a', 'more').body);
      response.writeHead(body.includes('410') ? 410 : 200).end(body);
    };
    // Expired again, now that all of it was asked for: no answer that promises an end.
    const second = { status: 410, body: { kind: 'Status', message: 'expired' } };
    await expect(cluster.list(gateways)).rejects.toMatchObject({ problem: 'unexpected' });
    expect(count).toBeLessThan(10);
    stub.answer(page('a', 'more'));
    await expect(cluster.list(gateways)).rejects.toThrow('the list of Gateway does not end');
    expect(stub.requests.length).toBeLessThan(1100);
    stub.answer(second);
    await expect(cluster.list(gateways)).rejects.toThrow('answered 410: expired');
  });

  test.each([
    [{ items: 5 }, 'items must be a list'],
    [{ items: [5] }, 'items[0] must be an object'],
    [{ items: [{ metadata: { annotations: { a: 5 } } }] }, 'items[0].metadata.annotations has'],
    [{ metadata: 5 }, 'metadata must be an object'],
    [{ metadata: { name: {} } }, 'metadata.name has the wrong type'],
    [{ metadata: { labels: ['a'] } }, 'metadata.labels has the wrong type'],
    [{ metadata: { managedFields: [null] } }, 'metadata.managedFields has the wrong type'],
    [{ metadata: { ownerReferences: 'a' } }, 'metadata.ownerReferences has the wrong type'],
    [{ metadata: { continue: { a: 1 } } }, 'metadata.continue has the wrong type'],
  ])('an answer of the wrong types is an error of the cluster: %j', async (body, message) => {
    for (const [kind, ask] of asks) {
      stub.answer({ status: 200, body: { kind, ...body } });
      await expect(ask()).rejects.toMatchObject({
        problem: 'unexpected',
        message: expect.stringContaining(message),
      });
    }
  });

  const asks: [kind: string, ask: () => Promise<unknown>][] = [
    ['GatewayList', () => cluster.list(gateways)],
    ['Gateway', () => cluster.get(key)],
  ];
  const words = new Map([['GatewayList', 'list of Gateway']]);

  test.each([
    {},
    { status: 'ok' },
    { kind: 'Table' },
    { kind: 'Status', status: 'Success' },
    { kind: 5, items: [] },
    { kind: 'List/x', items: [] },
    { kind: 'VirtualService', metadata: { name: 'x' } },
  ])('what is something else is no empty list, and no object: %j', async (body) => {
    stub.answer({ status: 200, body });
    for (const [kind, ask] of [...asks, ['Gateway', applyIt] as const])
      await expect(ask()).rejects.toMatchObject({
        problem: 'unexpected',
        message: `cluster a: the answer of ${stub.url} is no ${words.get(kind) ?? kind}`,
      });
  });

  test('a deletion is answered with a status, or with what has finalizers', async () => {
    for (const kind of ['Status', 'Gateway']) {
      stub.answer({ status: 200, body: { kind } });
      await expect(cluster.delete(key)).resolves.toBe(true);
    }
    for (const body of [{}, { kind: 'GatewayList', items: [] }, '<html>']) {
      stub.answer({ status: 200, body });
      await expect(cluster.delete(key)).rejects.toMatchObject({ problem: 'unexpected' });
    }
  });

  test('null is the same as nothing', async () => {
    const metadata = { name: 'x', labels: null, managedFields: null };
    stub.answer({ status: 200, body: { ...object, metadata, items: null } });
    await expect(cluster.get(key)).resolves.toMatchObject({ metadata: { name: 'x' } });
    stub.answer({ status: 200, body: { kind: 'GatewayList', metadata, items: null } });
    await expect(cluster.list(gateways)).resolves.toEqual([]);
  });

  test.each([
    ['null', null],
    ['numbers', { kind: 5, message: 5, reason: [], details: { causes: 5, name: {} } }],
    ['causes that are none', { message: 'no', details: { causes: [null, 5, { message: {} }] } }],
    ['a list', [1, 2]],
  ])('a refusal of the wrong types is a refusal: %s', async (_, body) => {
    for (const status of [400, 403, 404, 409, 422, 500]) {
      stub.answer({ status, body });
      await expect(applyIt()).rejects.toHaveProperty('problem');
    }
  });

  test.each([
    'admission webhook '.repeat(2_000_000),
    'User "'.repeat(5_000_000),
    'User "a" cannot x resource "a'.repeat(1_000_000),
    'failed to create typed patch object ('.repeat(800_000),
  ])('a refusal that is long takes no longer than others', async (message) => {
    stub.answer({ status: 403, body: { message } });
    const patient = await connect(
      { name: 'a', locality: 'x', kubeconfig: stub.kubeconfig({ token }) },
      { answerMs: 100_000 },
    );
    const { problem, message: said } = await patient.get(key).then(
      () => ({ problem: '', message: '' }),
      (error: unknown) => error as { problem: string; message: string },
    );
    expect(problem).toBe('forbidden');
    expect(said.length).toBeLessThan(20_000);
  });

  test('a login page is no API server', async () => {
    stub.answer({ status: 200, body: '<html>' });
    await expect(cluster.version()).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringContaining('not as a Kubernetes API server'),
    });
    await expect(applyIt()).rejects.toMatchObject({ problem: 'unexpected' });
  });

  test('a version that we may not see', async () => {
    stub.answer({ status: 403, body: {} });
    await expect(cluster.version()).resolves.toBeUndefined();
  });

  test('credentials are renewed once, and never shown', async () => {
    stub.answer({ status: 401, body: { message: `bad token ${token}` } }, fine);
    await expect(cluster.get(key)).resolves.toEqual(object);
    stub.answer({ status: 400, body: { message: `bad token ${token}` } });
    await expect(applyIt()).rejects.toMatchObject({ message: 'bad token ***' });
  });

  test.each([400, 403, 500])('a denial by a webhook (%i)', async (status) => {
    const message = 'admission webhook "validation.istio.io" denied the request: no';
    stub.answer({ status, body: { message } });
    await expect(applyIt()).rejects.toMatchObject({ problem: 'invalid', message });
    expect(stub.requests).toHaveLength(1);
  });

  test('a webhook that cannot be called is said', async () => {
    const message = 'failed calling webhook "validation.istio.io": no endpoints available';
    stub.answer({ status: 500, body: { message } });
    await expect(applyIt()).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  test('a namespace that is being deleted', async () => {
    const message = 'unable to create new content in namespace n because it is being terminated';
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };
    stub.answer({ status: 403, body: { message, details } });
    await expect(applyIt()).rejects.toMatchObject({ problem: 'namespace', message });
  });

  test('a kind that is missing in a group that is there', async () => {
    stub.handle = (request, response) => {
      const isGroup = request.url === '/apis/networking.istio.io';
      response.writeHead(isGroup ? 200 : 404);
      response.end(isGroup ? '{"versions":[{"version":"v1"}]}' : '404 page not found');
    };
    await expect(applyIt()).rejects.toMatchObject({
      problem: 'not-served',
      message: expect.stringContaining('the CRD gateways.networking.istio.io is missing'),
    });
  });

  test('creates, and says when there is one already', async () => {
    stub.answer({ status: 201, body: object });
    await expect(cluster.create(object)).resolves.toEqual(object);
    expect(stub.requests[0]).toMatchObject({
      method: 'POST',
      url: '/apis/networking.istio.io/v1/namespaces/n/gateways',
    });
    stub.answer({ status: 409, body: { reason: 'AlreadyExists', message: 'there is one' } });
    await expect(cluster.create(object)).rejects.toMatchObject({ problem: 'exists' });
  });

  test('patches a part of an object, unless somebody was faster', async () => {
    const patch = { metadata: { resourceVersion: '7' }, spec: { replicas: 0 } };
    const deployment = { ...key, apiVersion: 'apps/v1', kind: 'Deployment' };
    const options = { fieldManager: 'm', subresource: 'scale' };
    stub.answer({ status: 200, body: { kind: 'Scale', metadata: { name: 'x' } } });
    await cluster.patch(deployment, patch, options);
    expect(stub.requests[0]).toMatchObject({
      method: 'PATCH',
      url: '/apis/apps/v1/namespaces/n/deployments/x/scale?fieldManager=m',
    });
    expect(stub.requests[0]?.headers['content-type']).toBe('application/merge-patch+json');
    stub.answer({ status: 409, body: { reason: 'Conflict', message: 'it was modified' } });
    await expect(cluster.patch(deployment, patch, options)).rejects.toMatchObject({
      problem: 'changed',
    });
  });
});
