const claimPrefix = '@request.auth.claims';

/** Whether a header's name stands for a claim of a token. Source: istio.io/istio pkg/jwt/routing.go ToRoutingClaim. */
export function isRoutingClaim(name: string): boolean {
  if (!name.toLowerCase().startsWith(claimPrefix)) return false;
  const rest = name.slice(claimPrefix.length);
  return /^\../s.test(rest) || /^\[.+\]$/s.test(rest);
}
