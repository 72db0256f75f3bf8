import type { RouteMatch, StringMatch } from '../api/virtual-service.js';

/** Keys that choose a gateway, a port or a source, and keys that are names: none of them looks at the request. */
const noCondition = new Set([
  'name',
  'port',
  'gateways',
  'sourceLabels',
  'sourceNamespace',
  'statPrefix',
  'ignoreUriCase',
]);

/** Every request has them, but for Envoy even one that may be anything is a condition. */
const isOfRequest = new Set(['method', 'scheme', 'authority']);

/**
 * Whether the match takes every request: no condition at all, or a path of `/` or `.*` alone.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go IsCatchAllRoute.
 */
export function takesEverything(match: RouteMatch): boolean {
  const conditions = Object.entries(match).filter(
    ([key, value]) => !noCondition.has(key) && !(isEmpty(value) && !isOfRequest.has(key)),
  );
  if (conditions.length === 0) return true;
  const { uri } = match;
  const isAnyPath = uri?.prefix === '/' || uri?.regex === '.*';
  return conditions.length === 1 && isAnyPath;
}

/** What a match asks for, for people: `GET path /api*, header x-user: ada`. Empty: nothing. */
export function matchText(match: RouteMatch): string {
  const { method, uri, scheme, authority, headers, withoutHeaders, queryParams } = match;
  const path = uri && `path ${pattern(uri)}${match.ignoreUriCase ? ' (any case)' : ''}`;
  return [
    [method && pattern(method), path].filter(Boolean).join(' '),
    scheme && `scheme ${pattern(scheme)}`,
    authority && `authority ${pattern(authority)}`,
    ...entries(headers, 'header', ': '),
    ...entries(withoutHeaders, 'without header', ': '),
    ...entries(queryParams, 'query', '='),
  ]
    .filter(Boolean)
    .join(', ');
}

function entries(
  conditions: Record<string, StringMatch> | undefined,
  word: string,
  separator: string,
): string[] {
  return Object.entries(conditions ?? {}).map(([name, value]) => {
    const text = pattern(value);
    return `${word} ${name}${text === '' ? '' : separator + text}`;
  });
}

/** `/a` exactly, `/a*` for a prefix, `~/a.+/` for a regular expression; nothing for mere presence. */
function pattern({ exact, prefix, regex }: StringMatch): string {
  if (exact !== undefined) return exact;
  if (prefix !== undefined) return `${prefix}*`;
  return regex === undefined ? '' : `~${regex}`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
