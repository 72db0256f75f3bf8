import { expect, test } from '@jest/globals';
import { manyAlike } from '../fuzz/many-alike.mjs';
import type { Finding } from '../../src/foundation/finding.js';
import { lintFiles } from '../rules/check-files.js';

/** What is said of trees in which every object has to do with every other; `npm run fuzz` says how the time grows with them. */

const many = 300;
const trees = manyAlike(many);

async function findingsOf(name: string, text: string): Promise<Finding[]> {
  const { findings } = lintFiles({ 'all.yaml': text });
  return findings.filter((finding) => finding.rule === name);
}

test('DestinationRules for one host: each but the first is one too many', async () => {
  const findings = await findingsOf('duplicate-destination-rule', trees.rulesForOneHost);
  expect(findings).toHaveLength(many - 1);
});

test('subsets of one host, one for each route', async () => {
  const findings = await findingsOf('subset-exists', trees.subsets);
  expect(findings.map(({ resource }) => resource?.name)).toEqual(['web-7']);
});

test('rules for hosts that nobody routes to: a message names some of those that have none', async () => {
  const findings = await findingsOf('destination-host-match', trees.rulesForOtherHosts);
  expect(findings).toHaveLength(many);
  expect(findings[0]?.message).toContain(
    `web-105.shop, web-106.shop and ${many - 10} more have no failover`,
  );
  for (const { message } of findings) expect(message.length).toBeLessThan(500);
});

test('a Gateway with the hosts of others', async () => {
  const findings = await findingsOf('gateway-host-match', trees.hostsOfOthers);
  expect(findings).toHaveLength(many);
  expect(findings[0]?.message).toContain(
    'opens the host to VirtualServices of namespace other alone',
  );
});

test('an ignore in each document of one file', async () => {
  expect(await findingsOf('valid-ignore', trees.ignores)).toHaveLength(many);
});

test('WorkloadEntries, and as many Services that select them', async () => {
  expect(await findingsOf('outlier-detection-required', trees.workloads)).toEqual([]);
});

test('the same objects again and again', async () => {
  const findings = await findingsOf('duplicate-resource', trees.sameObjects);
  expect(findings).toHaveLength(3 * (many / 20 - 1));
});

test('wildcards of a Gateway and of a VirtualService that have nothing in common', async () => {
  expect(await findingsOf('gateway-host-match', trees.wildcards)).toHaveLength(1);
});

test('a ServiceEntry with many hosts and endpoints', async () => {
  expect(await findingsOf('outlier-detection-required', trees.serviceEntry)).toEqual([]);
});

test('more ways for a request than can be judged', async () => {
  await expect(findingsOf('shadowed-from', manyAlike(3_000).ways)).rejects.toThrow(
    'all.yaml:13:3: VirtualService shop/web leads 3,000 public hosts to 3,000 destinations each',
  );
});

test('more regions than can be compared', async () => {
  await expect(findingsOf('shadowed-from', manyAlike(3_000).regions)).rejects.toThrow(
    'the manifests name 3,001 regions, and no more than 500 can be compared with each other',
  );
});
