import { domainOf } from '../../config/config.js';
import type { PortPolicy } from '../../api/traffic-policy.js';
import { Guesses } from '../../foundation/did-you-mean.js';
import type { Severity } from '../../foundation/severity.js';
import { ruleHost } from '../../mesh/destination-rules.js';
import { indexOfHosts } from '../../mesh/host-index.js';
import { hostMeant, withoutSlip } from '../../mesh/host-meant.js';
import { isWildcard, namespaceOfHost, qualifyHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import { isOfIstio } from '../../mesh/missing-host.js';
import type { Resource } from '../../mesh/resource.js';
import { policiesIn } from '../../mesh/traffic-policy.js';
import { isNamespaceKnown } from './known-namespace.js';
import { oncePerMesh } from './once-per-mesh.js';

/** A DestinationRule with a failover policy for a host that nothing else in the manifests names. */
export interface MisnamedRule {
  rule: Resource<'DestinationRule'>;
  host: string;
  /** The host without a rule that it most probably means. */
  meant: string | undefined;
  /** Routed hosts without a rule, if this one seems to be for one of them; empty: it may be right. */
  orphans: readonly string[];
  /** A notice where it may well be right. */
  severity: Severity;
}

/** Rules whose host is most probably misspelt, or defined elsewhere. */
export const misnamedRules = oncePerMesh((mesh: Mesh): MisnamedRule[] => {
  // A host that only a rule names is the question here.
  const targets = mesh
    .sharedTargets()
    .filter(({ place }) => place?.resource.kind !== 'DestinationRule');
  const hosts = indexOfHosts([...targets.map(({ host }) => host), ...destinationHosts(mesh)]);
  const without = targets.filter(({ policies }) => policies.length === 0);
  const orphans = [...new Set(without.filter(({ route }) => route).map(({ host }) => host))];
  const orphanNames = [...new Set(without.map(({ host }) => host))];
  const orphanHosts = indexOfHosts(orphanNames);
  const domain = domainOf(mesh.config);
  const namespaces = new Set(
    [...targets, ...mesh.services.all].map(({ host }) => namespaceOfHost(host)),
  );
  const orphanNamespaces = new Set(orphans.map(namespaceOfHost));
  const placeless = new Set(
    mesh.resources.Service.filter((service) => !isNamespaceKnown(service)).map(({ name }) => name),
  );
  const guesses = new Guesses();
  return mesh.resources.DestinationRule.flatMap((rule) => {
    const host = ruleHost(rule);
    if (host === '' || !policiesIn(rule.spec).some(isFailover)) return [];
    const right = withoutSlip(host, domain);
    if (right !== host) {
      const own = orphanHosts.patternsWithin(right);
      const severity =
        own.length > 0 || hosts.patternsWithin(right).length > 0 ? 'error' : 'warning';
      return [{ rule, host, meant: right, orphans: own, severity }];
    }
    if (isWildcard(host)) return [];
    if (hosts.patternsWithin(host).length > 0 || isOfIstio(host, mesh)) return [];
    // A Service without a namespace is where it is applied.
    if (isNamespaceKnown(rule) && placeless.has(host.split('.')[0] ?? '')) return [];
    const meant = guesses.among(orphanNames, () => hostMeant(host, orphanNames));
    // Nothing is said of a host in a namespace that is not among the manifests: it is somebody else's.
    const isNeighbour =
      isNamespaceKnown(rule) &&
      (namespaces.has(namespaceOfHost(host)) || orphanNamespaces.has(rule.namespace));
    if (!meant && !isNeighbour) return [];
    const isFor = orphans.some(
      (orphan) => orphan === meant || namespaceOfHost(orphan) === namespaceOfHost(host),
    );
    const isSlip = meant !== undefined && namespaceOfHost(meant) === namespaceOfHost(host);
    const severity = isFor ? 'error' : isSlip ? 'warning' : 'notice';
    return [{ rule, host, meant, orphans: isFor ? orphans : [], severity }];
  });
});

/** Hosts without a rule that are reported at the rule that is meant for them. */
export function hostsMeant(mesh: Mesh): Set<string> {
  return new Set(
    misnamedRules(mesh).flatMap(({ meant, orphans, severity }) => {
      if (meant === undefined || severity === 'notice') return [];
      return isWildcard(meant) ? orphans : [meant];
    }),
  );
}

/** The hosts that any route names: one that no gateway reaches is the Gateway's mistake, not the rule's. */
function destinationHosts({ resources }: Mesh): string[] {
  return resources.VirtualService.flatMap((resource) => {
    const { http = [], tls = [], tcp = [] } = resource.spec;
    return [...http, ...tls, ...tcp]
      .flatMap(({ route = [] }) => route)
      .map(({ destination }) => qualifyHost(destination?.host ?? '', resource));
  });
}

function isFailover({ outlierDetection, loadBalancer }: PortPolicy): boolean {
  return outlierDetection !== undefined || loadBalancer?.localityLbSetting !== undefined;
}
