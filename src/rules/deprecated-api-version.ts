import { apiVersionOf, isModelled, istioKinds } from '../api/kinds.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'deprecated-api-version',
  code: 'MF237',
  category: 'semantics',
  severity: 'notice',
  needs: 'object',
  strictOnly: true,
  summary: 'An object is written in an older version of the API than v1.',
  description: `\`v1alpha3\` and \`v1beta1\` are still served, and mean the same. Once a version is no longer served, manifests in
it are refused: the rollout that an outage calls for is then the one that finds out. The rule is off unless it is
switched on, because the guides use the old versions themselves.`,
  references: ['istio.io/latest/blog/2024/v1-apis'],
  check({ resources }, report) {
    for (const kind of istioKinds.filter(isModelled)) {
      const current = apiVersionOf(kind);
      for (const resource of resources[kind.id] as Resource[]) {
        if (resource.apiVersion === current) continue;
        report({
          at: { resource, path: ['apiVersion'] },
          message:
            `${resource.apiVersion} is an old version of the API; a control plane that no longer serves it refuses this ` +
            `${resource.kind}, at the latest when an outage calls for a change. Write ${current}.`,
        });
      }
    }
  },
};
