import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkFiles, type Files } from './check-files.js';

const folder = new URL('../fixtures/field-cases/', import.meta.url);

function filesOf(name: string): Files {
  const own = new URL(`${name}/`, folder);
  return Object.fromEntries(
    readdirSync(own).map((file) => [file, readFileSync(new URL(file, own), 'utf8')]),
  );
}

/** Objects that have nothing to do with any case. */
const UNRELATED = `apiVersion: v1
kind: Service
metadata: {name: unrelated, namespace: elsewhere}
spec: {selector: {app: unrelated}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: unrelated, namespace: elsewhere}
spec:
  hosts: [unrelated]
  http: [{route: [{destination: {host: unrelated}}]}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: unrelated, namespace: elsewhere}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 8088, name: http, protocol: HTTP}, hosts: [unrelated.example.com]}]
`;

const severities = ['error', 'warning', 'notice'];

/** By case: what has to be reported, and rules that must be silent. */
const cases: [name: string, reported: string[], silent: string[]][] = [
  [
    'lone-destination-rule',
    ['error max-ejection-percent-100', 'error outlier-detection-required'],
    [],
  ],
  ['lone-wildcard-rule', ['error max-ejection-percent-100'], ['destination-host-match']],
  ['mesh-virtualservice-hides-rule', ['error max-ejection-percent-100'], []],
  ['rule-apart-from-its-service', ['error max-ejection-percent-100'], []],
  ['zones-without-config', ['error max-ejection-percent-100'], []],
  ['az-distribute', ['error max-ejection-percent-100'], []],
  ['two-clusters-two-zones-one-region', ['error max-ejection-percent-100'], []],
  ['gateway-api', ['error max-ejection-percent-100'], ['gateway-exists']],
  ['gateway-api-vs-bound', [], ['gateway-exists']],
  ['vs-two-gateways-one-matches', [], ['gateway-host-match', 'public-host-unserved']],
  ['match-gateways-not-declared', ['error gateway-route-unreachable'], ['public-host-unserved']],
  ['expose-istiod', [], ['destination-host-match']],
  ['ambient-not-flagged', ['warning not-modelled'], []],
];

test.each(cases)('%s, alone and beside unrelated objects', async (name, reported, silent) => {
  const files = filesOf(name);
  for (const tree of [files, { ...files, 'unrelated/all.yaml': UNRELATED }]) {
    const { findings } = checkFiles(tree);
    const found = findings.map(({ severity, rule }) => `${severity} ${rule}`);
    for (const one of reported) expect(found).toContain(one);
    for (const rule of silent) {
      for (const severity of severities) expect(found).not.toContain(`${severity} ${rule}`);
    }
  }
});
