import { firstFew } from '../foundation/first-few.js';
import type { ClusterChange } from './cluster-changes.js';

/** `spec.trafficPolicy.… is 10, and 100 in the manifest`. */
export function clusterChangeText({ path, manifest, result, by }: ClusterChange): string {
  const is = result === undefined ? 'is missing' : `is ${valueText(result)}`;
  if (manifest !== undefined) return `${path} ${is}, and ${valueText(manifest)} in the manifest`;
  const who = by.length > 0 ? `set by ${firstFew(by)}` : 'set by the cluster on the way in';
  return `${path} ${is}, ${who}, and is not in the manifest`;
}

const longest = 80;

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
