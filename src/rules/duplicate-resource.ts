import { isMeshDeclared } from '../config/config.js';
import type { Resource } from '../mesh/resource.js';
import { baseName } from '../foundation/paths.js';
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

Two files of a folder that nothing puts together, neither a kustomization nor a configuration that says what the mesh consists of, may be
alternatives, such as \`gateway.yaml\` and \`gateway-tls.yaml\`: there it is a warning, unless one is called a copy, a backup or the
like.

Objects in the folders of different clusters (\`clusters[].paths\`) are different objects.`,
  references: ['istio/istio pkg/config/analysis'],
  check({ resources, config }, report) {
    const isDeclared = isMeshDeclared(config);
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
      const isGuess = !isDeclared && mayBeAlternatives(first, resource);
      report({
        at: { resource, path: ['metadata', 'name'] },
        ...(isGuess && { severity: 'warning' }),
        related: [
          { at: { resource: first, path: ['metadata', 'name'] }, message: 'the first one' },
        ],
        message:
          `${kind} ${namespace}/${name} is already in ${first.document.file}: the one that is applied last wins ` +
          'silently. Remove one of them, or, ' +
          (isGuess
            ? 'if they are alternatives, leave the others out with exclude.'
            : 'if it is a patch, check what kustomize renders.'),
      });
    }
  },
};

/** What files are called that were left behind. */
const leftBehind =
  /(?:^|[-_. ])(?:copy|dup|duplicate|bak|backup|old|orig|original|again|second|twice|extra)(?:[-_. \d]|$)/i;

/** Whether a cluster may be meant to get only one of two objects. */
function mayBeAlternatives(one: Resource, other: Resource): boolean {
  const files = [one.document.file, other.document.file];
  return (
    files[0] !== files[1] &&
    one.unit.startsWith('folder:') &&
    !files.some((file) => leftBehind.test(baseName(file)))
  );
}
