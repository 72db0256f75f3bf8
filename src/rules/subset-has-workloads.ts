import { titleOfTarget } from '../mesh/targets.js';
import { noCluster } from '../traffic/no-cluster.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'subset-has-workloads',
  code: 'MF013',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A route leads to a subset whose labels no workload has.',
  description: `A subset is the endpoints of its host with certain labels. Where no pod has them, the subset is empty: every
request that takes the route gets 503, in every region.

The rule compares the labels with the pod templates of the Deployments and StatefulSets that the Service selects. It is
silent where the manifests have none of them, or where \`workloads\` lists the endpoints.`,
  references: ['istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go', 'Kiali KIA0203'],
  check(mesh, report) {
    for (const target of mesh.sharedTargets()) {
      const { route, destination, policies, subset } = target;
      if (!route || !destination || noCluster(mesh, target) !== 'labels') continue;
      const [defined] = policies.flatMap(({ merged }) =>
        merged.subsets.filter(({ value }) => value.name === subset),
      );
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'subset'] },
        related: defined
          ? [
              {
                at: { resource: defined.rule, path: ['spec', 'subsets', defined.index, 'labels'] },
                message: 'the labels of the subset',
              },
            ]
          : [],
        message:
          `No workload that the Service selects has the labels of ${titleOfTarget(target)}: requests that take this ` +
          'route get 503, in every region. Give the pod template these labels, or correct the labels of the subset.',
      });
    }
  },
};
