import type { RoutedReference } from '../api/gateway-api.js';
import type { Rule } from './rule.js';
import { viewedRoutes } from './scope/gateway-api.js';

export const rule: Rule = {
  name: 'zero-weights',
  code: 'MF023',
  category: 'invariant',
  severity: 'error',
  needs: 'object',
  summary: 'All backends of a rule have the weight 0.',
  description: `A backend with the weight 0 gets no request. Where that is so for all backends of a rule, or a rule has none and does not
redirect, the proxy answers every request with 500, in every region.

A rule without any backend is a warning: something else may answer its requests.`,
  references: ['istio/istio pilot/pkg/config/kube/gateway/conversion.go convertHTTPRoute'],
  check(mesh, report) {
    for (const { viewed } of viewedRoutes(mesh)) {
      const { route } = viewed;
      if (route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute') continue;
      for (const [index, rule] of (route.spec.rules ?? []).entries()) {
        const { backendRefs = [], filters = [] } = rule as Rules;
        if (backendRefs.some(({ weight = 1 }) => weight > 0)) continue;
        if (filters.some(({ type }) => answering.has(type ?? ''))) continue;
        const path = ['spec', 'rules', index];
        const isWritten = backendRefs.length > 0;
        report({
          at: isWritten
            ? { resource: route, path: [...path, 'backendRefs'], part: 'key' }
            : { resource: route, path },
          severity: isWritten ? 'error' : 'warning',
          message: isWritten
            ? 'All backends of this rule have the weight 0: every request that it takes gets 500, in every region. Give one of them a weight, or remove the rule.'
            : 'This rule has no backend and does not redirect: every request that it takes gets 500, in every region. Add backendRefs, or remove the rule.',
        });
      }
    }
  },
};

/** What is the same in the rules of both kinds. */
interface Rules {
  backendRefs?: RoutedReference[];
  filters?: { type?: string }[];
}

/** Filters by which something else than a backend answers. */
const answering = new Set(['RequestRedirect', 'ExtensionRef']);
