import { topics } from '../../admission/validate.js';
import { ruleHost } from '../../mesh/destination-rules.js';
import { HostIndex } from '../../mesh/host-index.js';
import { namespaceOfHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Resource, FindingSubject } from '../../mesh/resource.js';
import type { Target } from '../../mesh/target.js';
import { effectiveOutlierDetection, targetMode } from '../../traffic/target-mode.js';
import { admissionProblems } from './admission-check.js';
import { oncePerMesh } from './once-per-mesh.js';

type DestinationRule = Resource<'DestinationRule'>;

/** A rule for the target's host with a failover policy that the policy in force does not have. */
export interface HiddenRule {
  target: Target;
  rule: DestinationRule;
  /** The rule that holds instead; undefined where none does. */
  winner: DestinationRule | undefined;
  /** Whether the client could never see the rule: it is in another namespace, or not exported. */
  outOfReach: boolean;
}

/** Rules that are written for a routed or declared host, and are not the ones that its clients get. */
export const hiddenRules = oncePerMesh((mesh: Mesh): HiddenRule[] => {
  const refused = new Set<FindingSubject['document']>();
  for (const { subject, problem } of admissionProblems(mesh, topics)) {
    if (problem.severity === 'error') refused.add(subject.document);
  }
  const rules = new HostIndex<DestinationRule>();
  for (const rule of mesh.resources.DestinationRule) {
    if (!refused.has(rule.document)) rules.add(ruleHost(rule), rule);
  }
  return mesh.sharedTargets().flatMap((target) => {
    const holding = target.policies.flatMap(({ merged }) => merged.rules);
    const lost = rules
      .covering(target.host)
      .filter(
        (rule) =>
          (rule.cluster === undefined || rule.cluster === target.client.cluster) &&
          !holding.includes(rule) &&
          !isForSomeWorkloads(rule, target) &&
          isMissed(mesh, target, rule),
      );
    return lost.map((rule) => ({
      target,
      rule,
      winner: holding[0],
      outOfReach: !isWithinReach(mesh, target, rule),
    }));
  });
});

/** Whose labels are unknown may well be among them, and nothing says that others ask for a host without a route. */
function isForSomeWorkloads(
  { spec, namespace }: DestinationRule,
  { client, route }: Target,
): boolean {
  return spec.workloadSelector !== undefined && (!route || namespace === client.namespace);
}

/** Whether the rule orders localities or ejects where the policy in force does not. */
function isMissed(mesh: Mesh, target: Target, { spec }: DestinationRule): boolean {
  const written = spec.trafficPolicy ?? {};
  const isOrdered = (mode: string) => mode === 'distribute' || mode === 'failover';
  const wanted = targetMode(mesh, target.host, written);
  const policies = target.policies.length
    ? target.policies.map(({ policy }) => policy.value)
    : [{}];
  return policies.some((policy) => {
    const mode = targetMode(mesh, target.host, policy);
    if (mode === 'disabled') return false;
    const lacksOrder = written.loadBalancer && isOrdered(wanted) && !isOrdered(mode);
    const lacksEjection = written.outlierDetection && !effectiveOutlierDetection(mesh, policy);
    return Boolean(lacksOrder) || Boolean(lacksEjection);
  });
}

/** Whether the client gets the rule where there is no other. */
function isWithinReach(mesh: Mesh, { client, host }: Target, rule: DestinationRule): boolean {
  const home = mesh.services.find(host)?.namespace ?? namespaceOfHost(host);
  const { namespace, spec } = rule;
  const { meshConfig, rootNamespace } = mesh.config;
  const defaults = meshConfig?.defaultDestinationRuleExportTo ?? [];
  const given = spec.workloadSelector ? ['.'] : spec.exportTo?.length ? spec.exportTo : defaults;
  if (namespace === client.namespace && namespace !== rootNamespace) return true;
  if (namespace !== home && namespace !== rootNamespace) return false;
  const targets = given.length ? given : ['*'];
  const isOwn = namespace === client.namespace && targets.includes('.');
  return targets.includes('*') || targets.includes(client.namespace) || isOwn;
}
