import { isMeshDeclared } from '../config/config.js';
import { firstFew } from '../foundation/first-few.js';
import { percent } from '../foundation/percent.js';
import type { Severity } from '../foundation/severity.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { missingHost } from '../mesh/missing-host.js';
import type { Target } from '../mesh/target.js';
import { declarationsOf, noCluster, withPorts } from '../traffic/no-cluster.js';
import type { Rule } from './rule.js';
import { withoutGrant } from './scope/backends.js';

export const rule: Rule = {
  name: 'backend-not-found',
  code: 'MF021',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  explainsErrors: true,
  summary: 'A route of the Gateway API leads to a backend that does not exist.',
  description: `The share of a backend that does not exist gets 500 from the gateway, in every region; the other backends of the rule go on as
usual. That is so for a Service that is not there, for a port that it does not have, and for a backend of a kind that Istio does not know.

A Service that is not among the manifests may come from elsewhere: it is an error only where the configuration declares the mesh, or where the
name is nearly that of a Service that is there.`,
  references: ['istio/istio pilot/pkg/config/kube/gateway/conversion.go buildDestination'],
  check(mesh, report) {
    for (const target of mesh.sharedTargets()) {
      const { route, destination, place } = target;
      if (!route?.isOfGatewayApi || !destination || !place) continue;
      const found = problemOf(mesh, target);
      if (!found) continue;
      const { severity, what, change } = found;
      const share =
        destination.share === 1 ? 'every request' : `${percent(destination.share)} of the requests`;
      report({
        at: { ...place, path: [...destination.path, found.key] },
        severity,
        message: `${what}${severity === 'error' || destination.invalid !== undefined ? ': ' : ', '}${share} of this rule ${destination.share === 1 ? 'gets' : 'get'} 500, in every region. ${change}`,
      });
    }
  },
};

interface Problem {
  severity: Severity;
  what: string;
  change: string;
  /** Of the backend. */
  key: string;
}

function problemOf(mesh: Mesh, target: Target): Problem | undefined {
  const { destination, host, port } = target;
  if (destination?.invalid !== undefined) {
    if (withoutGrant(target)) return undefined;
    const severity = isMeshDeclared(mesh.config) ? 'error' : 'warning';
    return { severity, what: upper(destination.invalid), change: 'Name a Service.', key: 'kind' };
  }
  const missing = missingHost(mesh, host);
  if (missing) {
    const { severity } = missing;
    const what =
      severity === 'error'
        ? `There is no Service ${shortHost(host)}`
        : `There is no Service ${shortHost(host)} in these manifests; if there is none at all`;
    return { severity, what, change: 'Add it, or list its host under workloads.', key: 'name' };
  }
  if (noCluster(mesh, target) !== 'port') return undefined;
  const ports = withPorts(declarationsOf(mesh, host)).flatMap((service) => service.ports);
  return {
    severity: 'error',
    what: `${shortHost(host)} has no port ${String(port)}`,
    change: `Name a port of the Service: ${firstFew([...new Set(ports)].map(String))}.`,
    key: 'port',
  };
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
