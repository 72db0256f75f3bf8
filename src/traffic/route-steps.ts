import { shortHost } from '../mesh/host-name.js';
import { writtenKind } from '../mesh/gateway-api/references.js';
import type { Mesh } from '../mesh/mesh.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { Route, RouteStep } from '../mesh/route.js';
import { injectedAbort } from '../mesh/route-answers.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { retrySettings } from './proxy/retry.js';
import { percent } from '../foundation/percent.js';

/** How a client's request comes to the destination, and which DestinationRule it meets there. */
export function routeSteps(mesh: Mesh, target: Target): RouteStep[] {
  const { route, place, unserved } = target;
  if (unserved) return [{ rule: 'unserved', text: unserved.reason, place }];
  const path = route
    ? stepsOfRoute(mesh, target, route)
    : [
        {
          rule: 'declared',
          text: 'no route leads here: as a client would see it that asks directly',
          place,
        },
      ];
  return [...path, ...stepsOfEntry(mesh, target), ...stepsOfRule(target)];
}

/** What the ServiceEntry of a host says of where its endpoints are. */
function stepsOfEntry({ services, topology }: Mesh, { host }: Target): RouteStep[] {
  const service = services.find(host);
  const isExternal = topology.endpoints(host).some(({ entry }) => entry?.isExternal);
  const resolution = service?.resolution ?? '';
  if (!service || (!isExternal && !resolution.startsWith('DNS'))) return [];
  const texts = [
    ...(isExternal
      ? ['are outside of the mesh: no cluster takes them along, and nobody scales them to zero']
      : []),
    ...(resolution === 'DNS' ? ['are names: each counts as one address'] : []),
    ...(resolution === 'DNS_ROUND_ROBIN' ? ['are one for the proxy, whatever DNS answers'] : []),
  ];
  const place = { resource: service.resource, path: ['spec'], part: 'key' as const };
  return [
    { rule: 'service-entry', text: `the endpoints of ${host} ${texts.join(', and ')}`, place },
  ];
}

function stepsOfRoute(mesh: Mesh, target: Target, route: Route): RouteStep[] {
  const { root, virtualService, path, matches } = route;
  return [
    ...clientKinds[target.client.kind].entrySteps(route),
    {
      rule: 'route',
      text:
        `${writtenKind(virtualService)} ${virtualService.namespace}/${virtualService.name} takes ` +
        (matches.length ? `requests with ${matches.join(' or ')}` : 'every request') +
        (root === virtualService || route.isOfGatewayApi
          ? ''
          : `, as a delegate of ${root.namespace}/${root.name}`),
      place: { resource: virtualService, path },
    },
    ...stepsOfDestination(mesh, target, route),
  ];
}

/** From the route that takes a request to the DestinationRule of one of its destinations. */
export function stepsBehindRoute(mesh: Mesh, target: Target): RouteStep[] {
  const { route } = target;
  const path = route ? stepsOfDestination(mesh, target, route) : [];
  return [...path, ...stepsOfEntry(mesh, target), ...stepsOfRule(target)];
}

function stepsOfDestination({ config }: Mesh, target: Target, route: Route): RouteStep[] {
  const { virtualService, path, http } = route;
  const steps: RouteStep[] = [];
  const { share = 1 } = target.destination ?? {};
  if (share < 1) {
    const text = `${percent(share)} of them go to ${titleOfTarget(target)}`;
    steps.push({ rule: 'weight', text, place: target.place });
  }
  if (route.protocol === 'http') {
    steps.push(...stepsOfFault(route));
    const written = virtualService.spec.http?.[path[2] as number];
    const policy = http?.retries ?? config.meshConfig?.defaultHttpRetryPolicy;
    const isOwn = written?.retries !== undefined;
    steps.push({
      rule: 'retries',
      text: retryText(policy, http?.retries !== undefined),
      place: isOwn
        ? { resource: virtualService, path: [...path, 'retries'], part: 'key' }
        : undefined,
    });
  }
  return steps;
}

function stepsOfFault({ virtualService, path, http }: Route): RouteStep[] {
  const abort = injectedAbort(http);
  if (!abort) return [];
  const written = virtualService.spec.http?.[path[2] as number]?.fault;
  const text = `fault injection answers ${percent(abort.share)} of them with ${abort.status}`;
  const place = written && {
    resource: virtualService,
    path: [...path, 'fault', 'abort'],
    part: 'key' as const,
  };
  return [{ rule: 'fault', text, place }];
}

function retryText(policy: Parameters<typeof retrySettings>[0], isOfRoute: boolean): string {
  const { retries, on503, on500, onConnectFailure, onReset } = retrySettings(policy, false);
  const retried = [
    ...(onConnectFailure ? ['failed connections'] : []),
    ...(onReset ? ['closed connections'] : []),
    ...(on500 ? ['500'] : []),
    ...(on503 ? ['503'] : []),
  ];
  const origin = isOfRoute ? '' : policy ? "by the mesh's default, " : 'by default, ';
  if (retries === 0 || retried.length === 0) return `${origin}nothing is retried`;
  return `${origin}up to ${retries} ${retries === 1 ? 'retry' : 'retries'} of ${retried.join(', ')}`;
}

function stepsOfRule({ policies, host }: Target): RouteStep[] {
  if (policies.length === 0) {
    const text = `no DestinationRule applies to ${shortHost(host)}`;
    return [{ rule: 'destination-rule', text, place: undefined }];
  }
  return policies.flatMap(({ merged }) => {
    const [rule] = merged.rules;
    if (!rule) return [];
    const text =
      `DestinationRule ${rule.namespace}/${rule.name} applies` +
      (policies.length > 1 ? ', if it is the oldest' : '') +
      (merged.rules.length > 1 ? `, merged with ${merged.rules.length - 1} more` : '');
    return [{ rule: 'destination-rule', text, place: { resource: rule, path: ['spec', 'host'] } }];
  });
}
