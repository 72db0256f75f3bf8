import { istioGroup, groupOf } from '../api/kinds.js';
import type { Document } from '../manifest/document.js';
import { at, isMapping, listAt, textAt } from '../foundation/values.js';

/** The localities that objects name, without wildcards, sorted: in policies, endpoints and the mesh configuration. */
export function localitiesInDocuments(documents: Iterable<Document>): string[] {
  const found = new Set<string>();
  const add = (text: unknown) => {
    if (typeof text !== 'string') return;
    const plain = text.replace(/(?:\/\*)+$/, '').replace(/\/$/, '');
    if (plain !== '' && !/[*\s]/.test(plain)) found.add(plain);
  };
  for (const { value } of documents) {
    if (groupOf(textAt(value, 'apiVersion') ?? '') !== istioGroup) continue;
    const spec = at(value, 'spec');
    addFromPolicy(at(spec, 'trafficPolicy'), add);
    for (const subset of listAt(spec, 'subsets')) addFromPolicy(at(subset, 'trafficPolicy'), add);
    for (const endpoint of listAt(spec, 'endpoints')) add(at(endpoint, 'locality'));
    add(at(spec, 'locality'));
  }
  return [...found].sort();
}

function addFromPolicy(policy: unknown, add: (text: unknown) => void): void {
  for (const one of [policy, ...listAt(policy, 'portLevelSettings')]) {
    const setting = at(one, 'loadBalancer', 'localityLbSetting');
    for (const entry of listAt(setting, 'distribute')) {
      add(at(entry, 'from'));
      const to = at(entry, 'to');
      if (isMapping(to)) Object.keys(to).forEach(add);
    }
    for (const entry of listAt(setting, 'failover')) {
      add(at(entry, 'from'));
      add(at(entry, 'to'));
    }
  }
}
