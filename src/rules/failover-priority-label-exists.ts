import { didYouMean } from '../foundation/did-you-mean.js';
import { firstFew } from '../foundation/first-few.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Rule } from './rule.js';
import { derivedLabels, augmentedLabels, priorityLabels } from './scope/failover-labels.js';
import { localitySettings } from './scope/policy-parts.js';

/** Prefixes of labels that nobody but Kubernetes and Istio set. */
const reserved = /^(?:topology\.(?:kubernetes|istio)\.io|failure-domain\.beta\.kubernetes\.io)\//;

export const rule: Rule = {
  name: 'failover-priority-label-exists',
  code: 'MF304',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'failoverPriority names a label, or a value of one, that no endpoint has.',
  description: `\`failoverPriority\` compares the labels of the endpoints with those of the client, from the first on, and stops at
the first difference. A label that no endpoint has is a difference for every endpoint if the client has it: the labels behind
it then count for nothing, and all endpoints have one priority. If the client does not have it either, it orders nothing.
A value that is written, as in \`topology.kubernetes.io/region=REGION\`, counts in place of the client's: one that no endpoint has is a
difference for every endpoint and every client.

Labels are known where \`workloads\` list them, and where Deployments or StatefulSets of the Service are among the manifests.
Names below \`topology.kubernetes.io\` and \`topology.istio.io\` that neither Kubernetes nor Istio sets are always reported. Regions, zones and
clusters are known where the configuration or the manifests say where the host runs.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyFailoverPriorities',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh)) {
      if (mode !== 'failover' || !value.failoverPriority?.length) continue;
      const known = knownLabels(mesh, target);
      const labels = priorityLabels(value.failoverPriority);
      for (const { name, value: wanted, index } of labels) {
        const place = at('failoverPriority', index);
        const title = titleOfTarget(target);
        const isDerived = derivedLabels.includes(name);
        if (isDerived || known?.has(name)) {
          const values = isDerived ? derivedValues(mesh, target, name) : known?.get(name);
          if (wanted === undefined || !values || values.has(wanted)) continue;
          report({ at: place, message: messageForValue(title, name, wanted, values) });
        } else if (known || reserved.test(name)) {
          const meant = didYouMean(name, new Set([...derivedLabels, ...(known?.keys() ?? [])]));
          report({
            at: place,
            message:
              `No endpoint of ${title} has the label ${name}, so it orders nothing. ` +
              (wanted === undefined
                ? 'Where the client has it, '
                : `As it asks for the value ${wanted}, `) +
              'the labels behind it do not count either, and in an outage requests spread over all regions. ' +
              (meant === undefined
                ? 'Remove it, or give it to the pods.'
                : `Did you mean "${meant}"?`),
          });
        }
      }
    }
  },
};

function messageForValue(
  title: string,
  name: string,
  wanted: string,
  values: ReadonlySet<string>,
): string {
  return (
    `No endpoint of ${title} has ${name}=${wanted}, so every endpoint differs from it, and the labels behind it do not count: ` +
    `in an outage requests spread over all regions. Name one that endpoints have: ${firstFew([...values].sort())}.`
  );
}

/** The labels that a host's endpoints have, with their values; undefined where nothing says which. */
function knownLabels(
  { topology, services, resources }: Mesh,
  { host }: Target,
): Map<string, Set<string>> | undefined {
  const groups = topology.endpoints(host);
  const listed = groups.map(({ labels = {} }) => labels);
  if (groups.length > 0 && groups.every(({ labels }) => labels !== undefined)) {
    return valuesOf(listed);
  }
  const service = services.find(host)?.resource;
  const selector = service?.kind === 'Service' ? Object.entries(service.spec.selector ?? {}) : [];
  if (!service || selector.length === 0) return undefined;
  const pods = [...resources.Deployment, ...resources.StatefulSet]
    .filter(({ namespace }) => namespace === service.namespace)
    .map(({ spec }) => spec.template?.metadata?.labels ?? {})
    .filter((labels) => selector.every(([key, value]) => labels[key] === value));
  return pods.length ? valuesOf([...listed, ...pods]) : undefined;
}

function valuesOf(all: readonly Record<string, string>[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const labels of all) {
    for (const [name, value] of Object.entries(labels)) {
      found.set(name, (found.get(name) ?? new Set()).add(value));
    }
  }
  return found;
}

/** The values of a label that istiod adds by itself; undefined where nothing says where some endpoint runs. */
function derivedValues(
  { topology, config }: Mesh,
  { host }: Target,
  name: string,
): ReadonlySet<string> | undefined {
  const groups = topology.endpoints(host);
  const isSaid = config.clusters !== undefined || groups.every(({ assumed }) => !assumed);
  if (!isSaid || groups.length === 0) return undefined;
  const values = groups.map((group) => augmentedLabels(group)[name] ?? '');
  return values.includes('') ? undefined : new Set(values);
}
