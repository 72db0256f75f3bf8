/** Whether one of the two host names covers the other. Source: istio.io/istio pkg/config/host/name.go Matches. */
export function overlap(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a) || a === b;
}

/** Whether the second host name covers the first. Source: istio.io/istio pkg/config/host/name.go SubsetOf. */
export function isSubsetOf(name: string, other: string): boolean {
  if (!other.startsWith('*')) return name === other;
  const suffix = other.slice(1);
  if (!name.startsWith('*')) return name.endsWith(suffix);
  return name.length >= other.length && name.slice(1).endsWith(suffix);
}
