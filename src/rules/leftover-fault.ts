import type { HttpRoute, RouteMatch } from '../api/virtual-service.js';
import { isMeshDeclared } from '../config/config.js';
import { percent } from '../foundation/percent.js';
import { injectedAbort } from '../mesh/route-answers.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule, RuleReport } from './rule.js';

export const rule: Rule = {
  name: 'leftover-fault',
  code: 'MF227',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A route answers requests with errors by itself, or holds them up.',
  description: `\`fault\` makes the proxy answer with errors, or wait, by itself. It is for experiments; in a manifest that is
rolled out it is an outage of its own. Such errors are no answers of an endpoint: outlier detection does not see them,
no region is better than another, and retries do not help. The same is true of a \`directResponse\` with a status of 500 and above.

\`abort\` is an error where the configuration says what the mesh consists of and the route takes the requests of everybody. It is a
warning where its matches ask for a header, a query parameter or a source: that is an experiment for a few. It is one, too, without such a
configuration: repositories hold experiments that are applied for an hour. A \`delay\` does not count towards the \`timeout\` of the route: no
request fails of it by itself, but all of them wait.

A fault with a percentage of 0, or without one, does nothing and is not reported.`,
  references: [
    'istio.io/api networking/v1alpha3 HTTPFaultInjection',
    'istio/istio pilot/pkg/networking/core/route/route.go TranslateFault',
  ],
  check({ resources, config }, report) {
    const isDeclared = isMeshDeclared(config);
    for (const resource of resources.VirtualService) {
      for (const [index, route] of (resource.spec.http ?? []).entries()) {
        checkRoute(resource, index, { route, isDeclared }, report);
      }
    }
  },
};

function checkRoute(
  resource: Resource<'VirtualService'>,
  index: number,
  { route, isDeclared }: { route: HttpRoute; isDeclared: boolean },
  report: (report: RuleReport) => void,
): void {
  const at = (...path: string[]) => ({
    resource,
    path: ['spec', 'http', index, ...path],
    part: 'key' as const,
  });
  const noHelp = 'in every region, and no failover helps: the endpoints are not to blame.';
  const abort = injectedAbort(route);
  if (abort) {
    report({
      at: at('fault', 'abort'),
      ...(isDeclared && abort.isFailure && !isForSome(route, resource) && { severity: 'error' }),
      message:
        `This route answers ${percent(abort.share)} of its requests with ${abort.status} by itself, ${noHelp} ` +
        'Remove the fault.',
    });
  }
  const held = Math.min(100, route.fault?.delay?.percentage?.value ?? 0) / 100;
  if (held > 0) {
    report({
      at: at('fault', 'delay'),
      message: `This route holds up ${percent(held)} of its requests by itself, ${noHelp} Remove the fault.`,
    });
  }
  const { status = 0 } = route.directResponse ?? {};
  if (status < 500) return;
  report({
    at: at('directResponse'),
    message:
      `This route answers all of its requests with ${status} by itself, ${noHelp} ` +
      'Lead it to a Service, or answer with a status below 500.',
  });
}

/**
 * Whether the route is for requests or callers with a mark of their own, as those of an experiment have. Of a delegate, the VirtualService
 * that delegates to it may ask for the mark.
 */
function isForSome({ match = [] }: HttpRoute, { spec }: Resource<'VirtualService'>): boolean {
  return (match.length > 0 && match.every(isMarked)) || (spec.hosts ?? []).length === 0;
}

function isMarked({ headers, queryParams, sourceLabels, sourceNamespace }: RouteMatch): boolean {
  const marks = [headers, queryParams, sourceLabels];
  return marks.some((mark) => Object.keys(mark ?? {}).length > 0) || Boolean(sourceNamespace);
}
