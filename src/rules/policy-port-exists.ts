import type { PortPolicy, TrafficPolicy } from '../api/traffic-policy.js';
import { firstFew } from '../foundation/first-few.js';
import type { Path } from '../foundation/range.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { isWildcard, shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { policiesIn } from '../mesh/traffic-policy.js';
import { declarationsOf, withPorts } from '../traffic/no-cluster.js';
import type { Rule, RuleReport } from './rule.js';

export const rule: Rule = {
  name: 'policy-port-exists',
  code: 'MF015',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A policy is for a port that its Service does not have.',
  description: `\`portLevelSettings\` name a port of the Service, not the target port of its pods. For any other number they are accepted
and do nothing: the requests follow the policy above, or none.

It is an error where outlier detection or the locality setting is written for such ports alone, and a warning where only other settings, or a
second copy, are lost. Of a wildcard host, and of a host without Service or ServiceEntry among the manifests, nothing is said.`,
  references: ['istio/istio pilot/pkg/networking/util/util.go GetPortLevelTrafficPolicy'],
  check(mesh, report) {
    for (const resource of mesh.resources.DestinationRule) checkRule(mesh, resource, report);
  },
};

function checkRule(
  mesh: Mesh,
  resource: Resource<'DestinationRule'>,
  report: (report: RuleReport) => void,
): void {
  const { spec } = resource;
  const host = ruleHost(resource);
  if (host === '' || isWildcard(host)) return;
  const declared = withPorts(declarationsOf(mesh, host));
  const ports = new Set(declared.flatMap((service) => service.ports));
  const isOpen = declared.some(
    (service) => service.ports.length === 0 || service.resource.isPatched,
  );
  if (ports.size === 0 || isOpen) return;
  const levels: [TrafficPolicy | undefined, Path][] = [
    [spec.trafficPolicy, ['spec', 'trafficPolicy']],
    ...(spec.subsets ?? []).map(({ trafficPolicy }, index): [TrafficPolicy | undefined, Path] => [
      trafficPolicy,
      ['spec', 'subsets', index, 'trafficPolicy'],
    ]),
  ];
  const lost = levels.flatMap(([policy, path]) =>
    (policy?.portLevelSettings ?? []).flatMap((level, index) => {
      const number = level.port?.number;
      if (number === undefined || ports.has(number)) return [];
      return { level, number, path: [...path, 'portLevelSettings', index, 'port', 'number'] };
    }),
  );
  const without = new Set<PortPolicy>(lost.map(({ level }) => level));
  const kept = new Set(
    policiesIn(spec)
      .filter((policy) => !without.has(policy))
      .flatMap(failoverFields),
  );
  const known = firstFew([...ports].map(String));
  for (const { level, number, path } of lost) {
    const fields = failoverFields(level).filter((field) => !kept.has(field));
    const isLost = fields.length > 0;
    report({
      at: { resource, path },
      ...(!isLost && { severity: 'warning' }),
      message:
        `${shortHost(host)} has no port ${number}, so these settings are for nobody` +
        (isLost ? `, and no other policy of this rule has ${fields.join(' or ')}. ` : '. ') +
        `Name a port of the Service, not of its pods: ${known}.`,
    });
  }
}

/** What of a policy failover depends on. */
function failoverFields({ outlierDetection, loadBalancer }: PortPolicy): string[] {
  return [
    ...(outlierDetection ? ['outlierDetection'] : []),
    ...(loadBalancer?.localityLbSetting ? ['localityLbSetting'] : []),
  ];
}
