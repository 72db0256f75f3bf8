import { didYouMean } from '../foundation/did-you-mean.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget, type Target } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { derivedLabels, priorityLabels } from './scope/failover-labels.js';
import { localitySettings } from './scope/policy-parts.js';

/** Prefixes of labels that nobody but Kubernetes and Istio set. */
const reserved = /^(?:topology\.(?:kubernetes|istio)\.io|failure-domain\.beta\.kubernetes\.io)\//;

export const rule: Rule = {
  name: 'failover-priority-label-exists',
  code: 'MF304',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'failoverPriority names a label that no endpoint has.',
  description: `\`failoverPriority\` compares the labels of the endpoints with those of the client, from the first on, and stops at
the first difference. A label that no endpoint has is a difference for every endpoint if the client has it: the labels behind
it then count for nothing, and all endpoints have one priority. If the client does not have it either, it orders nothing.

Labels are known where \`workloads\` list them, and where Deployments or StatefulSets of the Service are among the manifests.
Names below \`topology.kubernetes.io\` and \`topology.istio.io\` that neither Kubernetes nor Istio sets are always reported.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyFailoverPriorities',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh)) {
      if (mode !== 'failover' || !value.failoverPriority?.length) continue;
      const known = knownLabels(mesh, target);
      for (const { name, index } of priorityLabels(value.failoverPriority)) {
        if (derivedLabels.includes(name) || known?.has(name)) continue;
        if (!known && !reserved.test(name)) continue;
        const meant = didYouMean(name, new Set([...derivedLabels, ...(known ?? [])]));
        report({
          at: at('failoverPriority', index),
          message:
            `No endpoint of ${titleOfTarget(target)} has the label ${name}, so it orders nothing. Where the client has it, ` +
            'the labels behind it do not count either, and in an outage requests spread over all regions. ' +
            (meant === undefined
              ? 'Remove it, or give it to the pods.'
              : `Did you mean "${meant}"?`),
        });
      }
    }
  },
};

/** The names of the labels that a host's endpoints have; undefined where nothing says which. */
function knownLabels({ topology, services, resources }: Mesh, { host }: Target) {
  const groups = topology.endpoints(host);
  const listed = groups.flatMap(({ labels }) => Object.keys(labels ?? {}));
  if (groups.length > 0 && groups.every(({ labels }) => labels !== undefined)) {
    return new Set(listed);
  }
  const service = services.find(host)?.resource;
  const selector = service?.kind === 'Service' ? Object.entries(service.spec.selector ?? {}) : [];
  if (!service || selector.length === 0) return undefined;
  const pods = [...resources.Deployment, ...resources.StatefulSet]
    .filter(({ namespace }) => namespace === service.namespace)
    .map(({ spec }) => spec.template?.metadata?.labels ?? {})
    .filter((labels) => selector.every(([key, value]) => labels[key] === value));
  if (pods.length === 0) return undefined;
  return new Set([...listed, ...pods.flatMap((labels) => Object.keys(labels))]);
}
