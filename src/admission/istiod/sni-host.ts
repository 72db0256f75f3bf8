import type { Field, ReportProblem } from '../field.js';
import { wildcardDomainProblem } from './host-name.js';
import { isAddress } from './ip-address.js';
import type { RouteSurroundings } from './surroundings.js';

/** Source: istio.io/istio pkg/config/validation/validation.go validateSniHost. */
export function validateSniHost(
  at: Field,
  surroundings: RouteSurroundings,
  report: ReportProblem,
): void {
  const problem = surroundings.isForGateways
    ? gatewayDomainProblem(at.text, true)
    : wildcardDomainProblem(at.text);
  if (problem !== undefined) {
    const isAnAddress = isAddress(at.text);
    const message = isAnAddress
      ? `SNI holds names only; most clients never send the address ${at.text}`
      : problem;
    report({ at, topic: 'tls-route', severity: isAnAddress ? 'warning' : 'error', message });
    return;
  }
  if (surroundings.covers(at.text)) return;
  const message = `sniHosts has ${at.text}, which no host of the VirtualService covers`;
  report({ at, topic: 'tls-route', message });
}

const generatedPrefix = 'outbound_';

/**
 * A host name of a VirtualService at a gateway, where the names that Istio makes for AUTO_PASSTHROUGH are valid too, such
 * as `outbound_.80_._.reviews.default.svc.cluster.local`.
 * Source: agent/validation.go ValidateWildcardDomainForVirtualServiceBoundToGateway.
 */
export function gatewayDomainProblem(name: string, isSni: boolean): string | undefined {
  if (!isSni || !name.startsWith(generatedPrefix) || name.length > longestName) {
    return wildcardDomainProblem(name);
  }
  const [, port = '', , host = ''] = name.split('_');
  if (/\d/.test(port) && /[a-zA-Z]/.test(host)) return undefined;
  return `"${name}" must be of the form outbound_.PORT_.SUBSET_.HOST`;
}

const longestName = 255;
