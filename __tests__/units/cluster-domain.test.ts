import { describe, expect, test } from '@jest/globals';
import { all, istio, repository, rule, service, verdictOf } from '../rules/reported.js';
import { repository as read } from './repository.js';

const inDomain = (domain: string) =>
  all(
    service('s1/w'),
    rule('s1/w', {
      failover: [
        { from: 'r1', to: 'r2' },
        { from: 'r2', to: 'r1' },
      ],
    }).replace('cluster.local', domain),
    istio('Gateway', 's1/w', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['s1.demo.lab'] }],
    }),
    istio('VirtualService', 's1/w', {
      hosts: ['s1.demo.lab'],
      gateways: ['w'],
      http: [{ route: [{ destination: { host: 'w' } }] }],
    }),
  );

describe.each(['pasta.local', 'corp.example', 'k8s'])('a mesh in %s', (domain) => {
  test.each([
    ['as its hosts say', undefined],
    ['as the configuration says', { clusterDomain: domain }],
  ])('%s', (_, config) => {
    const found = verdictOf(repository(inDomain(domain), config));
    expect(found.findings).toEqual([]);
    expect(found.row('r1', 'failing:r1')).toBe('r2 100; errors 0');
    expect(found.row('r2', 'scaled-to-zero:r2')).toBe('r1 100; errors 0');
  });

  test('a configuration that says another is believed', () => {
    const found = verdictOf(repository(inDomain(domain), { clusterDomain: 'other.local' }));
    expect(found.findings.join()).toContain('destination-host-match');
  });
});

describe('where Istio is installed by the tree', () => {
  const values = { global: { proxy: { clusterDomain: 'pasta.local' } } };
  const install = (apiVersion: string, kind: string, spec: object) =>
    JSON.stringify({ apiVersion, kind, metadata: { name: 'istio' }, spec });
  test.each([
    ['iop.yaml', install('install.istio.io/v1alpha1', 'IstioOperator', { values })],
    ['istio.yaml', install('sailoperator.io/v1', 'Istio', { values })],
    ['values.yaml', JSON.stringify(values)],
  ])('%s', (file, text) => {
    const found = read({ [file]: text, 'app.yaml': service('s1/w') });
    expect(found.clusterDomain).toBe('pasta.local');
    expect(found.assumptions.join()).toContain(`The cluster domain pasta.local is from ${file}`);
  });

  test('a trust domain is something else, and two answers are none', () => {
    const trust = install('install.istio.io/v1alpha1', 'IstioOperator', {
      meshConfig: { trustDomain: 'pasta.local' },
    });
    expect(read({ 'iop.yaml': trust }).clusterDomain).toBe('cluster.local');
    const both = { 'a.yaml': inDomain('a.local'), 'b.yaml': inDomain('b.local') };
    expect(read(both).clusterDomain).toBe('cluster.local');
  });

  test('hosts of several clusters together are in no domain', () => {
    expect(read({ 'a.yaml': inDomain('clusterset.local') }).clusterDomain).toBe('cluster.local');
  });
});
