import type { StepBudget } from '../foundation/re2/program.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { Reception } from '../mesh/clients/client-model.js';
import { writtenKind } from '../mesh/gateway-api/references.js';
import { matchRequest } from '../mesh/match-request.js';
import type { Mesh } from '../mesh/mesh.js';
import { serverNameOf, type MeshRequest } from '../mesh/request.js';
import { injectedAbort, routeNotes, type InjectedAbort } from '../mesh/route-answers.js';
import type { Attempt } from '../mesh/route-order.js';
import type { Route, RouteStep } from '../mesh/route.js';
import { routeMatchText } from '../mesh/taken-route.js';
import { targetOfDestination, targetWithoutRoute } from '../mesh/targets.js';
import { takesStreams, type Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import type { RequestOutcome } from './followed-request.js';
import { unknownAtProxy, unknownWithoutRoute } from './unmodelled-request.js';
import { chosenByApplication } from './unordered.js';

/** What a client's proxy does with a request, whatever becomes of the endpoints. */
export interface RequestRouting {
  outcome: RequestOutcome;
  /** What the proxy answers by itself. */
  status: number | undefined;
  route: Route | undefined;
  /** Where it sends it, by shares of more than 0. */
  targets: { target: Target; share: number }[];
  /** What is answered to a share of such requests before an endpoint is chosen. */
  abort: InjectedAbort | undefined;
  /** Why it is not known, or not served. */
  reason: string | undefined;
  /** The way to the route, or to the end. */
  steps: RouteStep[];
  /** The routes that were compared and do not take it, in their order; no more than people read. */
  passed: RouteStep[];
  notes: string[];
}

/** For all regular expressions that are compared with one request. */
const mostSteps = 20_000_000;

/** So many routes that do not take a request are listed. */
const mostPassed = 20;

/** Follows a request to the destinations of the route that takes it. */
export function routeRequest(mesh: Mesh, client: Client, request: MeshRequest): RequestRouting {
  const { receive } = clientKinds[client.kind];
  const reception = receive(mesh, client, request);
  const { steps, end, attempts, objects, direct } = reception;
  const nothing = {
    status: undefined,
    route: undefined,
    targets: [],
    abort: undefined,
    passed: [],
    notes: [],
  };
  const unknown = unknownAtProxy(mesh, client, request, objects);
  if (unknown !== undefined) return { ...nothing, outcome: 'undefined', reason: unknown, steps };
  if (end) {
    const { outcome, status, reason } = end;
    const isOpen = outcome === 'no-route' || outcome === 'passthrough';
    const doubt = isOpen ? unknownWithoutRoute(mesh, client, request) : undefined;
    if (doubt !== undefined) return { ...nothing, outcome: 'undefined', reason: doubt, steps };
    return {
      ...nothing,
      outcome,
      status,
      reason: outcome === 'redirect' ? undefined : reason,
      steps: withEnd(reception),
    };
  }
  if (direct) {
    const target = targetWithoutRoute(mesh, client, direct);
    const targets = [{ target, share: 1 }];
    const twice = encryptedTwice(targets, request);
    if (twice !== undefined) return { ...nothing, outcome: 'undefined', reason: twice, steps };
    return { ...nothing, ...outcomeAt(targets, mesh), targets, steps };
  }
  const { taken, passed, why } = firstThatTakes(attempts ?? [], request, proxyOf(client));
  if (why !== undefined) return { ...nothing, outcome: 'undefined', reason: why, steps, passed };
  if (!taken) {
    const reason = 'no route of the virtual host takes the request';
    const step: RouteStep = { rule: 'no-route', text: `${reason}: 404`, place: undefined };
    return {
      ...nothing,
      outcome: 'no-route',
      status: 404,
      reason,
      steps: [...steps, step],
      passed,
    };
  }
  const routed = atRoute(mesh, client, taken, request, reception.endsTls === true);
  return { ...routed, steps: [...steps, routeStep(taken)], passed };
}

function proxyOf({ kind }: Client): string {
  return clientKinds[kind].words.proxy;
}

/** Where every destination is for the application to choose, nobody can say more than the route. */
function outcomeAt(
  targets: RequestRouting['targets'],
  mesh: Mesh,
): Pick<RequestRouting, 'outcome' | 'reason'> {
  const reasons = targets.map(({ target }) => chosenByApplication(mesh, target));
  const [reason] = reasons;
  return reason !== undefined && reasons.every((one) => one !== undefined)
    ? { outcome: 'undefined', reason }
    : { outcome: 'forwarded', reason: undefined };
}

function withEnd({ steps, end }: Reception): RouteStep[] {
  if (!end) return steps;
  const { outcome, reason, status } = end;
  const text = status === undefined ? reason : `${reason}: ${status}`;
  return [...steps, { rule: outcome, text, place: undefined }];
}

/** The first comparison that holds; `why` where that cannot be decided. */
function firstThatTakes(
  attempts: readonly Attempt[],
  request: MeshRequest,
  proxy: string,
): { taken: Attempt | undefined; passed: RouteStep[]; why: string | undefined } {
  const budget: StepBudget = { left: mostSteps };
  const passed: RouteStep[] = [];
  let count = 0;
  for (const attempt of attempts) {
    const { match, route } = attempt;
    const verdict = match ? matchRequest(match, request, budget, route.isOfGatewayApi) : undefined;
    const { ifLabelled } = route;
    if (ifLabelled && verdict?.result === 'yes') {
      const why = `route ${route.name} is for ${proxy}s with the labels ${JSON.stringify(ifLabelled)}, and nothing says whether this one has them`;
      return { taken: undefined, passed, why };
    }
    if (!verdict || verdict.result === 'yes') {
      if (count > mostPassed) {
        const text = `${count - mostPassed} more routes do not take it either`;
        passed.push({ rule: 'not-taken', text, place: undefined });
      }
      return { taken: attempt, passed, why: undefined };
    }
    if (verdict.result === 'unknown') {
      const why = `whether route ${route.name} takes the request is not known: ${verdict.why}`;
      return { taken: undefined, passed, why };
    }
    count += 1;
    if (count <= mostPassed) passed.push(passedStep(attempt, verdict.why));
  }
  return { taken: undefined, passed, why: undefined };
}

function passedStep({ route, match }: Attempt, why: string): RouteStep {
  const { virtualService, path, http } = route;
  const position = match && http?.match ? http.match.indexOf(match) : -1;
  const isWritten =
    position >= 0 && virtualService.spec.http?.[path[2] as number]?.match?.[position] === match;
  const own = isWritten ? [...path, 'match', position] : path;
  return {
    rule: 'not-taken',
    text: `route ${route.name} does not take it: ${why}`,
    place: { resource: virtualService, path: own },
  };
}

function routeStep({ route, match, takesEverything }: Attempt): RouteStep {
  const { root, virtualService, path, name } = route;
  const isOne = root === virtualService || route.isOfGatewayApi === true;
  const delegate = isOne ? '' : `, a delegate of ${root.namespace}/${root.name}`;
  const what = !match || takesEverything ? 'every request' : routeMatchText(match);
  return {
    rule: 'route',
    text: `route ${name} of ${writtenKind(virtualService)} ${virtualService.namespace}/${virtualService.name}${delegate} takes ${what}`,
    place: { resource: virtualService, path },
  };
}

function atRoute(
  mesh: Mesh,
  client: Client,
  { route }: Attempt,
  request: MeshRequest,
  endsTls: boolean,
): Omit<RequestRouting, 'steps' | 'passed'> {
  const { http, virtualService } = route;
  const known = { route, targets: [], abort: undefined, reason: undefined, notes: [] };
  const patched = unknownAtRoute(route, request);
  if (patched !== undefined)
    return { ...known, outcome: 'undefined', status: undefined, reason: patched };
  if (http?.redirect) {
    const status = http.redirect.redirectCode || 301;
    if (![301, 302, 303, 307, 308].includes(status)) {
      const reason = `the route redirects with ${status}, which istiod leaves out`;
      return { ...known, outcome: 'undefined', status: undefined, reason };
    }
    return { ...known, outcome: 'redirect', status };
  }
  if (http?.directResponse) {
    const { status } = http.directResponse;
    return { ...known, outcome: 'direct-response', status };
  }
  const destinations = route.destinations.filter(({ share }) => share > 0);
  if (destinations.length === 0 && route.protocol !== 'http' && route.isOfGatewayApi) {
    const reason = 'no backend of the route has a weight: the connection is closed';
    return { ...known, outcome: 'no-route', status: undefined, reason };
  }
  if (destinations.length === 0) {
    const reason = 'the route names no destination';
    return { ...known, outcome: 'undefined', status: undefined, reason };
  }
  const abort = injectedAbort(http);
  const isAll = abort?.share === 1;
  const targets = (isAll ? [] : destinations).map((destination) => ({
    target: targetOfDestination(mesh, client, route, destination),
    share: destination.share,
  }));
  const isWrapped = route.protocol === 'tcp' && !endsTls;
  const twice = isWrapped ? encryptedTwice(targets, request) : undefined;
  if (twice !== undefined) {
    return { ...known, outcome: 'undefined', status: undefined, reason: twice };
  }
  return {
    ...known,
    ...(isAll ? { outcome: 'direct-response' } : outcomeAt(targets, mesh)),
    status: abort && (Number(abort.status) || 200),
    targets,
    abort,
    notes: routeNotes(http && (abort?.isFailure ? withoutAbort(http) : http), virtualService),
  };
}

/** A client's TLS in that of the proxy: endpoints take it only where they expect both. Of a TLS route it is known. */
function encryptedTwice(
  targets: RequestRouting['targets'],
  request: MeshRequest,
): string | undefined {
  const isTwice = targets.some(
    ({ target }) =>
      takesStreams(target) &&
      target.policies.some(({ policy }) => /^(SIMPLE|MUTUAL)$/.test(policy.value.tls?.mode ?? '')),
  );
  return isTwice && serverNameOf(request) !== undefined
    ? 'the connection is TLS already, and a rule wraps it in TLS once more: whether the endpoints take that is not known'
    : undefined;
}

/** Injected errors are in the numbers of a request. */
function withoutAbort<T extends { fault?: { abort?: unknown; delay?: unknown } }>(http: T): T {
  const { fault, ...rest } = http;
  return { ...rest, ...(fault?.delay ? { fault: { delay: fault.delay } } : {}) } as T;
}

function unknownAtRoute(
  { virtualService, doubt, http }: Route,
  { method, headers }: MeshRequest,
): string | undefined {
  const { namespace, name, isPatched } = virtualService;
  if (isPatched) {
    return `${writtenKind(virtualService)} ${namespace}/${name} is changed by parts that were not rendered`;
  }
  const isPreflight =
    method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
  if (isPreflight && http?.corsPolicy !== undefined) {
    return 'the proxy may answer a preflight request by itself (CORS), which is not modelled';
  }
  return doubt;
}
