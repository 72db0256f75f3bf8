import { istioGroup, groupOf } from '../api/kinds.js';
import type { Memory } from '../foundation/memory.js';
import type { Document } from '../manifest/document.js';
import { at, isMapping, listAt, textAt } from '../foundation/values.js';

/**
 * The localities that objects name in policies and endpoints, without wildcards, sorted.
 *
 * @param known What is known of each document by itself.
 */
export function localitiesInDocuments(documents: readonly Document[], known: Memory): string[] {
  return [...new Set(documents.flatMap((one) => known.of(one, localitiesIn)))].sort();
}

function localitiesIn({ value }: Document): readonly string[] {
  if (groupOf(textAt(value, 'apiVersion') ?? '') !== istioGroup) return [];
  const found = new Set<string>();
  const add = (text: unknown) => {
    if (typeof text !== 'string') return;
    const plain = text.replace(/(?:\/\*)+$/, '').replace(/\/$/, '');
    if (plain !== '' && !/[*\s]/.test(plain)) found.add(plain);
  };
  const spec = at(value, 'spec');
  addFromPolicy(at(spec, 'trafficPolicy'), add);
  for (const subset of listAt(spec, 'subsets')) addFromPolicy(at(subset, 'trafficPolicy'), add);
  for (const endpoint of listAt(spec, 'endpoints')) add(at(endpoint, 'locality'));
  add(at(spec, 'locality'));
  return [...found];
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
