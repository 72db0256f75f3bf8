import type { RouteMatch, StringMatch } from '../api/virtual-service.js';

/**
 * The matches of a delegate's route together with those of the root's: each of the delegate's must lie within
 * one of the root's. Undefined: they contradict each other, and istiod drops the route.
 * Source: istio/istio pilot/pkg/model/virtualservice.go mergeHTTPMatchRequests.
 */
export function mergeMatches(
  root: readonly RouteMatch[],
  delegate: readonly RouteMatch[],
): RouteMatch[] | undefined {
  if (root.length === 0) return [...delegate];
  if (delegate.length === 0) return [...root];
  const merged: RouteMatch[] = [];
  for (const leaf of delegate) {
    const fitting = root.filter((match) => !contradicts(match, leaf));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map((match) => mergeMatch(match, leaf)));
  }
  return merged;
}

function mergeMatch(root: RouteMatch, leaf: RouteMatch): RouteMatch {
  const merged: RouteMatch = { ...root, ...leaf };
  for (const key of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    if (root[key] || leaf[key]) merged[key] = { ...root[key], ...leaf[key] };
  }
  if (root.sourceLabels || leaf.sourceLabels) {
    merged.sourceLabels = { ...root.sourceLabels, ...leaf.sourceLabels };
  }
  // For Go an empty list and 0 are the same as missing.
  if (!leaf.gateways?.length && root.gateways) merged.gateways = root.gateways;
  if (!leaf.port && root.port) merged.port = root.port;
  return merged;
}

function contradicts(root: RouteMatch, leaf: RouteMatch): boolean {
  const isBeyond = (key: 'uri' | 'scheme' | 'method' | 'authority') =>
    liesBeyond(root[key], leaf[key]);
  const hasEntryBeyond = (key: 'headers' | 'withoutHeaders' | 'queryParams') =>
    Object.entries(leaf[key] ?? {}).some(([name, own]) => liesBeyond(root[key]?.[name], own));
  return (
    isBeyond('uri') ||
    isBeyond('scheme') ||
    isBeyond('method') ||
    isBeyond('authority') ||
    hasEntryBeyond('headers') ||
    hasEntryBeyond('withoutHeaders') ||
    hasEntryBeyond('queryParams') ||
    Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase) ||
    Boolean(root.port && leaf.port && root.port !== leaf.port) ||
    Boolean(root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) ||
    Object.entries(leaf.sourceLabels ?? {}).some(
      ([name, own]) => (root.sourceLabels?.[name] ?? own) !== own,
    ) ||
    hasOtherGateways(root.gateways ?? [], leaf.gateways ?? [])
  );
}

/** Source: istio/istio pilot/pkg/model/virtualservice.go stringMatchConflict. */
function liesBeyond(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (!root || !leaf) return false;
  if (root.regex || leaf.regex) return true;
  if (root.exact) return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  const within = leaf.prefix || leaf.exact;
  return !(root.prefix && within?.startsWith(root.prefix));
}

function hasOtherGateways(root: readonly string[], leaf: readonly string[]): boolean {
  if (root.length === 0 || leaf.length === 0) return false;
  return root.length < leaf.length || leaf.some((gateway) => !root.includes(gateway));
}
