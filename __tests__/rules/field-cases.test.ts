import { expect, test } from '@jest/globals';
import { fieldCase } from '../units/repository.js';
import { checkFiles } from './check-files.js';
import { unrelatedObjects } from './unrelated.js';

/** Among all that the public gateways could serve. */
const unrelated = unrelatedObjects('ingressgateway');

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
  const files = fieldCase(name);
  for (const tree of [files, { ...files, 'unrelated/all.yaml': unrelated }]) {
    const { findings } = checkFiles(tree);
    const found = findings.map(({ severity, rule }) => `${severity} ${rule}`);
    for (const one of reported) expect(found).toContain(one);
    for (const rule of silent) {
      for (const severity of severities) expect(found).not.toContain(`${severity} ${rule}`);
    }
  }
});
