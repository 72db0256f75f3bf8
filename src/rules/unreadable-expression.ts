import type { ApiRouteResource } from '../mesh/gateway-api/attachment.js';
import { compile } from '../foundation/re2/compile.js';
import type { Path } from '../foundation/range.js';
import type { Rule } from './rule.js';
import { viewedRoutes } from './scope/gateway-api.js';

export const rule: Rule = {
  name: 'unreadable-expression',
  code: 'MF027',
  category: 'invariant',
  severity: 'error',
  needs: 'object',
  summary: 'A regular expression of a route is one that Envoy cannot read.',
  description: `Neither the API server nor istiod reads the regular expressions of an HTTPRoute or a GRPCRoute. Envoy does, in the syntax of RE2, which
has no look-ahead, no look-behind and no back-references. It rejects all routes of the port together, so that no change to any of them arrives any more,
and a gateway that starts anew has none of them.`,
  references: [
    'istio/istio pilot/pkg/config/kube/gateway/conversion.go createURIMatch',
    'envoyproxy/envoy source/common/common/regex.cc',
  ],
  check(mesh, report) {
    for (const { viewed } of viewedRoutes(mesh)) {
      const { route } = viewed;
      for (const { path, expression } of expressionsOf(route)) {
        if (compile(expression) !== undefined) continue;
        report({
          at: { resource: route, path: [...path, 'value'] },
          message:
            `"${expression}" is no regular expression of RE2: Envoy rejects all routes of the port, and gateways keep what they had ` +
            'or have none, in every region. Write it without look-around and back-references, or use a prefix.',
        });
      }
    }
  },
};

interface Condition {
  type?: string;
  value?: string;
}

/** Of a match, as HTTPRoutes and GRPCRoutes have it. */
interface Conditions {
  path?: Condition;
  headers?: Condition[];
  queryParams?: Condition[];
}

/** The regular expressions of a route, with the keys of the conditions that have them; one that asks for any value is none. */
function expressionsOf({ kind, spec }: ApiRouteResource): { path: Path; expression: string }[] {
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return [];
  const rules = (spec.rules ?? []) as readonly { matches?: readonly Conditions[] }[];
  return rules.flatMap(({ matches = [] }, index) =>
    matches.flatMap((match, position) => {
      const at: Path = ['spec', 'rules', index, 'matches', position];
      const conditions: [Path, Condition][] = [
        ...(match.path ? [[[...at, 'path'], match.path] as [Path, Condition]] : []),
        ...(['headers', 'queryParams'] as const).flatMap((key) =>
          (match[key] ?? []).map((one, number): [Path, Condition] => [[...at, key, number], one]),
        ),
      ];
      return conditions.flatMap(([path, { type, value = '' }]) =>
        type === 'RegularExpression' && value !== '*' ? [{ path, expression: value }] : [],
      );
    }),
  );
}
