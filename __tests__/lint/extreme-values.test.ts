import { expect, test } from '@jest/globals';
import { checkFiles } from '../rules/check-files.js';
import { change, DESTINATION_RULE, guide } from '../rules/hello-world.js';

/** Values that no cluster accepts are simulated all the same; none of them may keep a run from its end. */
test.each([
  ['interval: 1s', 'interval: 0s'],
  ['interval: 1s', 'interval: 1ns'],
  ['interval: 1s', 'interval: 1ms'],
  ['interval: 1s', 'interval: -1h'],
  ['baseEjectionTime: 30s', 'baseEjectionTime: 0s'],
  ['baseEjectionTime: 30s', 'baseEjectionTime: 999999h'],
  ['maxEjectionPercent: 100', 'maxEjectionPercent: -5.0e+45'],
  ['maxEjectionPercent: 100', 'maxEjectionPercent: 1.0e+300'],
  ['maxEjectionPercent: 100', 'maxEjectionPercent: 0.5'],
  ['consecutive5xxErrors: 1', 'consecutive5xxErrors: -1'],
  ['consecutive5xxErrors: 1', 'consecutive5xxErrors: 4294967295'],
  ['http2MaxRequests: 100', 'http2MaxRequests: -1'],
])('%s changed to %s', async (from, to) => {
  const { findings } = checkFiles(change(guide, DESTINATION_RULE, from, to));
  for (const { message } of findings) expect(message).not.toMatch(/NaN|Infinity|undefined/);
});

/** A regular expression that tries such a text from each of its characters on takes minutes. */
test.each([
  ['baseEjectionTime: 30s', 'baseEjectionTime: ', '9', ''],
  ['- from: europe-west1', '- from: europe-west1', '/', 'x'],
  ['- from: europe-west1', '- from: europe-west1', '/*', 'x'],
])('%s changed to %s, 100,000 times %s, and %s', async (from, start, part, end) => {
  const to = `${start}${part.repeat(100_000)}${end}`;
  const { findings } = checkFiles(change(guide, DESTINATION_RULE, from, to));
  expect(findings).not.toEqual([]);
});

test('two servers without a port have none in common', async () => {
  const server = { hosts: ['*'] };
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'a' },
    spec: { selector: { a: 'b' }, servers: [server, server] },
  };
  const { findings } = checkFiles({ 'a.json': JSON.stringify(gateway) });
  expect(findings.map(({ rule }) => rule)).not.toContain('gateway-port-conflict');
});

test.each([
  ['neither says where to', '{from: europe-west1}, {from: europe-west1}'],
  ['the second says', '{from: europe-west1}, {from: europe-west1, to: us-central1}'],
  ['the first says', '{from: europe-west1, to: us-central1}, {from: europe-west1}'],
])('failover entries for one region: %s', async (_, entries) => {
  const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [${entries}]}}}
`;
  const { findings } = checkFiles({ 'rule.yaml': rule });
  expect(findings.map(({ rule: name }) => name)).toContain('shadowed-from');
  for (const { message } of findings) expect(message).not.toMatch(/undefined|\(\)/);
});
