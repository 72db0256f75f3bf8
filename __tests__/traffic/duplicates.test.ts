import { describe, expect, test } from '@jest/globals';
import { istio, publicEntry, rule, service } from '../rules/reported.js';
import { projectOf } from './project-of.js';

const api = (host: string, more: object = {}) => ({ host, ...more });

/** What is said of a mesh in which an object is there twice. */
function twice(kind: string, index: number, change: (spec: Record<string, unknown>) => object) {
  const objects = [
    ...publicEntry(api('api.shop.svc.cluster.local')),
    service('shop/api'),
    service('shop/other'),
    rule('shop/api', {
      distribute: [{ from: '*', to: { 'europe-west1': 50, 'us-central1': 50 } }],
    }),
  ].map((text) => JSON.parse(text) as { kind: string; spec: Record<string, unknown> });
  const found = objects[index];
  if (found?.kind !== kind) throw new Error(`no ${kind} at ${index}`);
  const project = projectOf([
    ...objects,
    JSON.parse(istio(kind, 'shop/public', { ...found.spec, ...change(found.spec) })) as object,
  ]);
  const names = project.lint().findings.map((finding) => finding.rule);
  const rows = project
    .predict()
    .results.filter(
      ({ scenario, publicHost }) => scenario === 'healthy' && publicHost === 'shop.com',
    );
  return { names, rows };
}

describe('an object in two manifests', () => {
  const other = { http: [{ route: [{ destination: api('other.shop.svc.cluster.local') }] }] };

  test('has no number where they lead to different hosts, and is one finding', () => {
    const { names, rows } = twice('VirtualService', 1, () => other);
    expect(names).toContain('duplicate-resource');
    expect(names).not.toContain('public-host-unserved');
    expect(rows.length).toBeGreaterThan(0);
    for (const { determined, reason } of rows) {
      expect({ determined, reason }).toEqual({
        determined: false,
        reason:
          'VirtualService shop/public is there more than once, with different content (01.yaml, 05.yaml)',
      });
    }
  });

  test('has its number where they say the same', () => {
    const { names, rows } = twice('VirtualService', 1, () => ({}));
    expect(names).toContain('duplicate-resource');
    expect(names).not.toContain('public-host-unserved');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ determined }) => determined)).toBe(true);
  });

  test('has no number where the Gateways open different hosts', () => {
    const { rows } = twice('Gateway', 0, () => ({
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.com', 'b.com'] },
      ],
    }));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ determined }) => !determined)).toBe(true);
  });
});
