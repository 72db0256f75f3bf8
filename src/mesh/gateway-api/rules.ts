import type {
  GrpcRouteRule,
  HeaderFilter,
  HttpRouteRule,
  RequestMirror,
  RequestRedirect,
  RouteFilter,
  RoutedReference,
} from '../../api/gateway-api.js';
import type { HttpRoute, RouteMatch } from '../../api/virtual-service.js';
import type { Path } from '../../foundation/range.js';
import { shortHost } from '../host-name.js';
import type { Resource } from '../resource.js';
import type { RoutedDestination } from '../route.js';
import type { AnyRoute } from '../taken-route.js';
import type { ApiRouteResource } from './attachment.js';
import { backendOf, backendsOf } from './backends.js';
import type { Existence, IsGranted } from './grants.js';
import { compareMatches, grpcMatch, httpMatch } from './matches.js';

/** A rule of a route with one of its matches, in the words of Istio's API. */
export interface ApiRule extends AnyRoute {
  destinations: RoutedDestination[];
  /** What of it is not modelled; undefined: nothing. */
  doubt: string | undefined;
}

/** The rules of a route, or why istiod takes none of them. */
export type ApiRules = { rules: ApiRule[]; refusal: undefined } | { rules: []; refusal: string };

/**
 * The rules of an HTTPRoute or a GRPCRoute, a rule for each match, in the order in which they are compared. With one that istiod cannot
 * translate it takes none of them.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go convertHTTPRoute, convertGRPCRoute.
 */
export function apiRulesOf(
  route: ApiRouteResource,
  isGranted: IsGranted,
  existence: Existence,
): ApiRules {
  const standIn = standInFor(route);
  const mirrored = mirrorFate(route, isGranted, existence);
  if (mirrored.refusal !== undefined) return { rules: [], refusal: mirrored.refusal };
  const rules: ApiRule[] = [];
  for (const [index, rule] of writtenRules(route).entries()) {
    const path: Path = ['spec', 'rules', index];
    const translated = translate(route, rule, path, isGranted);
    if (translated.refusal !== undefined) return { rules: [], refusal: translated.refusal };
    const { http, destinations } = translated;
    const doubt = translated.doubt ?? mirrored.doubt;
    const name = `${route.namespace}/${route.name}#${rule.name ?? String(index)}`;
    for (const match of rule.matches) {
      const value: HttpRoute = { ...http, ...(match ? { match: [match] } : {}) };
      rules.push({ value, virtualService: standIn, path, name, destinations, doubt });
    }
  }
  return { rules: rules.sort(byMatch), refusal: undefined };
}

/**
 * What becomes of a GRPCRoute that mirrors requests to a Service that is not there: istiod takes none of its rules. An HTTPRoute loses the
 * mirror alone.
 */
function mirrorFate(
  route: ApiRouteResource,
  isGranted: IsGranted,
  existence: Existence,
): { refusal?: string; doubt?: string } {
  if (route.kind !== 'GRPCRoute') return {};
  const missing = writtenRules(route)
    .flatMap(({ filters }) => filters)
    .filter(({ type, requestMirror }) => type === 'RequestMirror' && requestMirror)
    .map(({ requestMirror }) => backendOf(route, requestMirror?.backendRef ?? {}, isGranted).host)
    .filter((host) => existence(host) !== 'yes');
  const [gone = missing[0]] = missing.filter((host) => existence(host) === 'no');
  if (gone === undefined) return {};
  return existence(gone) === 'no'
    ? { refusal: `there is no Service ${shortHost(gone)} to mirror requests to` }
    : {
        doubt: `without a Service ${shortHost(gone)} to mirror requests to, the whole route is lost`,
      };
}

/** Routes are compared by what they ask for. */
export function byMatch(a: ApiRule, b: ApiRule): number {
  return compareMatches(a.value.match?.[0], b.value.match?.[0]);
}

/**
 * A VirtualService that says nothing, in the place of a route of the Gateway API. Its document and its kind, for messages, are the
 * route's.
 */
export function standInFor(route: ApiRouteResource): Resource<'VirtualService'> {
  return { ...route, kind: route.kind as 'VirtualService', spec: {} };
}

interface WrittenRule {
  name: string | undefined;
  matches: (RouteMatch | undefined)[];
  filters: readonly RouteFilter[];
  backendRefs: readonly RoutedReference[];
  http: HttpRouteRule;
}

/** The API server fills in a rule and a match for all paths where an HTTPRoute has none. */
function writtenRules(route: ApiRouteResource): WrittenRule[] {
  const written = (rule: HttpRouteRule | GrpcRouteRule, matches: (RouteMatch | undefined)[]) => ({
    name: rule.name,
    matches: matches.length > 0 ? matches : [undefined],
    filters: rule.filters ?? [],
    backendRefs: rule.backendRefs ?? [],
  });
  const { spec } = route;
  if (route.kind === 'HTTPRoute') {
    const { rules = [{}] } = spec as Resource<'HTTPRoute'>['spec'];
    return rules.map((rule) => ({
      ...written(rule, (rule.matches ?? [{}]).map(httpMatch)),
      http: rule,
    }));
  }
  if (route.kind !== 'GRPCRoute') return [];
  const { rules = [] } = spec as Resource<'GRPCRoute'>['spec'];
  return rules.map((rule) => ({
    ...written(rule, (rule.matches ?? []).map(grpcMatch)),
    http: {},
  }));
}

type Translated =
  | { refusal: string }
  | {
      refusal: undefined;
      http: HttpRoute;
      destinations: RoutedDestination[];
      doubt: string | undefined;
    };

function translate(
  route: ApiRouteResource,
  rule: WrittenRule,
  path: Path,
  isGranted: IsGranted,
): Translated {
  const http: HttpRoute = { ...timesOf(rule.http) };
  for (const filter of rule.filters) {
    const refusal = applyFilter(http, route, filter, isGranted);
    if (refusal !== undefined) return { refusal };
  }
  const refusals = rule.backendRefs.flatMap(({ filters = [], weight }) =>
    weight === 0 ? [] : filters.flatMap((filter) => headerRefusal(filter) ?? []),
  );
  const [refused] = refusals;
  const backends = backendsOf(route, rule.backendRefs, [...path, 'backendRefs'], isGranted);
  const refusal = backends.refusal ?? refused;
  if (refusal !== undefined) return { refusal };
  if (backends.isEmpty && !http.redirect) {
    return {
      refusal,
      http: { ...http, directResponse: { status: 500 } },
      destinations: [],
      doubt: undefined,
    };
  }
  const { destinations, doubt } = backends;
  return { refusal, http, destinations: http.redirect ? [] : destinations, doubt };
}

/** Durations of 0 switch nothing on. */
function timesOf({ timeouts = {}, retry }: HttpRouteRule): Pick<HttpRoute, 'timeout' | 'retries'> {
  const given = (text: string | undefined) =>
    text === undefined || /^(?:0+(?:h|m|s|ms))+$/.test(text) ? undefined : text;
  const request = given(timeouts.request);
  const attempt = given(timeouts.backendRequest);
  const timeout = retry ? request : (attempt ?? request);
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retry ? { retries: retriesOf(retry, attempt) } : {}),
  };
}

function retriesOf(
  { attempts = 2, codes = [] }: NonNullable<HttpRouteRule['retry']>,
  perTryTimeout: string | undefined,
): NonNullable<HttpRoute['retries']> {
  const conditions = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes];
  return {
    attempts,
    ...(attempts === 0 ? {} : { retryOn: conditions.join(',') }),
    ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
  };
}

/** Why istiod cannot translate the filter; undefined: it can. */
function applyFilter(
  http: HttpRoute,
  route: ApiRouteResource,
  filter: RouteFilter,
  isGranted: IsGranted,
): string | undefined {
  const isHttp = route.kind === 'HTTPRoute';
  switch (filter.type) {
    case 'RequestMirror':
      return applyMirror(http, route, filter.requestMirror, isGranted);
    case 'RequestRedirect':
      if (!isHttp) break;
      if (filter.requestRedirect) http.redirect = redirectOf(filter.requestRedirect);
      return undefined;
    case 'URLRewrite':
    case 'CORS':
      if (!isHttp) break;
      if (filter.type === 'CORS') http.corsPolicy = {};
      return undefined;
    default:
      return headerRefusal(filter);
  }
  return `filter ${filter.type} is none that Istio knows in a ${route.kind}`;
}

function headerRefusal(filter: RouteFilter): string | undefined {
  switch (filter.type) {
    case 'RequestHeaderModifier':
      return valueRefusal(filter.requestHeaderModifier);
    case 'ResponseHeaderModifier':
      return valueRefusal(filter.responseHeaderModifier);
    default:
      return `filter ${filter.type ?? 'without a type'} is none that Istio knows here`;
  }
}

/** Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go isValidHeaderValue. */
function valueRefusal({ set = [], add = [] }: HeaderFilter = {}): string | undefined {
  // eslint-disable-next-line no-control-regex -- That is what istiod looks for.
  const bad = [...set, ...add].find(({ value = '' }) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value));
  return bad && `the value of header "${bad.name ?? ''}" has characters that are not allowed`;
}

/** A mirror that may not be named is left out; of a GRPCRoute it refuses the route. */
function applyMirror(
  http: HttpRoute,
  route: ApiRouteResource,
  mirror: RequestMirror | undefined,
  isGranted: IsGranted,
): string | undefined {
  if (!mirror) return undefined;
  const { backendRef = {}, percent, fraction } = mirror;
  const { host, invalid, refusal } = backendOf(route, backendRef, isGranted);
  const problem = invalid ?? refusal;
  if (problem !== undefined) return route.kind === 'GRPCRoute' ? problem : undefined;
  const share = fraction
    ? (100 * (fraction.numerator ?? 0)) / (fraction.denominator ?? 100)
    : percent;
  const destination = { host, ...(backendRef.port ? { port: { number: backendRef.port } } : {}) };
  http.mirrors = [
    ...(http.mirrors ?? []),
    { destination, ...(share === undefined ? {} : { percentage: { value: share } }) },
  ];
  return undefined;
}

function redirectOf(redirect: RequestRedirect): NonNullable<HttpRoute['redirect']> {
  const { scheme, hostname, statusCode, path } = redirect;
  const uri = path?.replaceFullPath ?? path?.replacePrefixMatch;
  return {
    ...(scheme === undefined ? {} : { scheme }),
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(uri === undefined ? {} : { uri }),
    redirectCode: statusCode ?? 302,
  };
}
