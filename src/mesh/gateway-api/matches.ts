import { byteLength } from '../../foundation/byte-length.js';
import { compile } from '../../foundation/re2/compile.js';
import type { GrpcRouteMatch, HttpRouteMatch, ValueMatch } from '../../api/gateway-api.js';
import type { RouteMatch, StringMatch } from '../../api/virtual-service.js';

/**
 * A match of an HTTPRoute in the words of Istio's API. A prefix ends where a segment of the path ends.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go createURIMatch and its like.
 */
export function httpMatch({ path, method, headers, queryParams }: HttpRouteMatch): RouteMatch {
  return {
    uri: pathMatch(path),
    ...valueMatches('headers', headers),
    ...valueMatches('queryParams', queryParams),
    ...(method === undefined ? {} : { method: { exact: method } }),
  };
}

/** The API server fills in what is missing. */
function pathMatch({ type, value = '/' }: NonNullable<HttpRouteMatch['path']> = {}): StringMatch {
  switch (type) {
    case 'Exact':
      return { exact: value };
    case 'RegularExpression':
      return { regex: value };
    default:
      return { prefix: value === '/' ? value : value.replace(/\/$/, '') };
  }
}

/** A match of a GRPCRoute: a method of gRPC is the path `/SERVICE/METHOD`. */
export function grpcMatch({ method, headers }: GrpcRouteMatch): RouteMatch {
  const uri = method && callMatch(method);
  return { ...(uri ? { uri } : {}), ...valueMatches('headers', headers) };
}

/** Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go createGRPCURIMatch. */
function callMatch({
  type,
  service,
  method,
}: NonNullable<GrpcRouteMatch['method']>): StringMatch | undefined {
  if (method === undefined && service === undefined) return undefined;
  const isRegex = type === 'RegularExpression';
  if (service === undefined) return { regex: `/[^/]+/${method ?? ''}` };
  if (method === undefined) {
    return isRegex ? { regex: `/${service}/.+` } : { prefix: `/${service}/` };
  }
  const call = `/${service}/${method}`;
  return isRegex ? { regex: call } : { exact: call };
}

/** None of a kind is the same as no condition. */
function valueMatches(
  key: 'headers' | 'queryParams',
  matches: readonly ValueMatch[] | undefined,
): Pick<RouteMatch, 'headers' | 'queryParams'> {
  if (!matches || matches.length === 0) return {};
  const entries = matches.map(({ name = '', type, value = '' }) => {
    return [name, type === 'RegularExpression' ? { regex: value } : { exact: value }] as const;
  });
  return { [key]: Object.fromEntries(entries) };
}

/** The regular expressions of a match that cannot be read; what asks for any value is none. */
export function invalidExpressions({ uri, headers, queryParams }: RouteMatch): string[] {
  const values = [...Object.values(headers ?? {}), ...Object.values(queryParams ?? {})];
  const all = [uri?.regex, ...values.map(({ regex }) => (regex === '*' ? undefined : regex))];
  return all.filter((one): one is string => one !== undefined && compile(one) === undefined);
}

/**
 * The order in which the routes of a host are compared: negative where the first stands before the second.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go sortHTTPRoutes.
 *
 * @param a Undefined for a route without a match.
 */
export function compareMatches(a: RouteMatch | undefined, b: RouteMatch | undefined): number {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  return (
    rankOf(b) - rankOf(a) ||
    lengthOf(b) - lengthOf(a) ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    countOf(b.headers) - countOf(a.headers) ||
    countOf(b.queryParams) - countOf(a.queryParams)
  );
}

function rankOf({ uri }: RouteMatch): number {
  if (!uri) return 0;
  return uri.exact !== undefined ? 3 : uri.prefix !== undefined ? 2 : 1;
}

/** In bytes, as Go counts. */
function lengthOf({ uri }: RouteMatch): number {
  return byteLength(uri?.exact ?? uri?.prefix ?? uri?.regex ?? '');
}

function countOf(matches: Readonly<Record<string, unknown>> | undefined): number {
  return Object.keys(matches ?? {}).length;
}
