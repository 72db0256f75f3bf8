import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'duplicate-resource',
  code: 'MF009',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'The manifests hold one object twice.',
  description: `Two manifests with one kind, namespace and name are one object in the cluster: the one that is applied last
replaces the other without a word, and which one that is depends on the order of the files.

Objects in the folders of different clusters (\`clusters[].paths\`) are different objects.`,
  references: ['istio/istio pkg/config/analysis'],
  check({ resources }, report) {
    const seen = new Map<string, Resource[]>();
    // Variants of Services and workloads side by side are common in application repositories, and carry no policy.
    const { Gateway, VirtualService, DestinationRule, ServiceEntry, WorkloadEntry } = resources;
    const policies: Resource[][] = [
      Gateway,
      VirtualService,
      DestinationRule,
      ServiceEntry,
      WorkloadEntry,
    ];
    for (const resource of policies.flat()) {
      const { kind, namespace, name, cluster } = resource;
      const key = JSON.stringify([kind, namespace, name]);
      const same = seen.get(key) ?? [];
      const first = same.find(
        (other) =>
          other.cluster === cluster || other.cluster === undefined || cluster === undefined,
      );
      seen.set(key, [...same, resource]);
      if (!first) continue;
      report({
        at: { resource, path: ['metadata', 'name'] },
        related: [
          { at: { resource: first, path: ['metadata', 'name'] }, message: 'the first one' },
        ],
        message:
          `${kind} ${namespace}/${name} is already in ${first.document.file}: the one that is applied last wins ` +
          'silently. Remove one of them, or, if it is a patch, check what kustomize renders.',
      });
    }
  },
};
