import { compile } from '../foundation/re2/compile.js';
import { matchesFully, type StepBudget } from '../foundation/re2/program.js';
import type { RouteMatch, StringMatch } from '../api/virtual-service.js';
import { matchText } from './http-match.js';
import type { MeshRequest } from './request.js';

/** Whether a request is what a match asks for. */
export interface MatchVerdict {
  /** `unknown`: something decides that is not known; `why` says what. */
  result: 'yes' | 'no' | 'unknown';
  /** The condition that does not hold, or cannot be decided; empty for `yes`. */
  why: string;
}

const yes: MatchVerdict = { result: 'yes', why: '' };

/**
 * Compares a request with a match as Envoy does: names of headers in any case, values of one name joined with a comma, paths
 * without the query, parameters as they are written, regular expressions against the whole value.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go TranslateRouteMatch; envoyproxy/envoy
 * source/common/router/config_impl.cc, source/common/http/header_utility.cc.
 *
 * @param budget For regular expressions.
 * @param isBySegment Whether a prefix of the path ends where one of its segments ends, as for the Gateway API.
 */
export function matchRequest(
  match: RouteMatch,
  request: MeshRequest,
  budget: StepBudget,
  isBySegment = false,
): MatchVerdict {
  let open: MatchVerdict | undefined;
  for (const condition of conditionsOf(match, request, isBySegment)) {
    const { result, why } = verdictOf(condition, budget);
    if (result === 'no') return { result, why };
    if (result === 'unknown') open ??= { result, why };
  }
  return open ?? yes;
}

/** One thing that a match asks for. */
interface Condition {
  /** The condition alone, as a match. */
  match: RouteMatch;
  wanted: StringMatch;
  /** Undefined: the request has no such thing. */
  actual: string | undefined;
  /** What is compared, such as `path /web`. */
  subject: string;
  anyCase?: boolean;
  isBySegment?: boolean;
  isInverted?: boolean;
  /** Why nobody knows `actual`. */
  unknown?: string | undefined;
}

function* conditionsOf(
  match: RouteMatch,
  request: MeshRequest,
  isBySegment: boolean,
): Generator<Condition> {
  const { method, uri, scheme, authority, ignoreUriCase } = match;
  if (method) {
    const { method: actual } = request;
    yield { match: { method }, wanted: method, actual, subject: `method ${actual}` };
  }
  // Without a kind of comparison it asks for nothing.
  if (uri && Object.keys(uri).length > 0) {
    const { path } = request;
    yield {
      match: { uri, ...(ignoreUriCase ? { ignoreUriCase } : {}) },
      wanted: uri,
      actual: path,
      subject: `path ${path}`,
      // Regular expressions have their own `(?i)`.
      anyCase: ignoreUriCase === true && uri.regex === undefined,
      isBySegment,
    };
  }
  if (authority) {
    const actual = request.authority;
    yield { match: { authority }, wanted: authority, actual, subject: `authority ${actual}` };
  }
  if (scheme) {
    const { scheme: actual } = request;
    yield { match: { scheme }, wanted: scheme, actual, subject: `scheme ${actual}` };
  }
  for (const [name, wanted] of Object.entries(match.headers ?? {})) {
    yield { match: { headers: { [name]: wanted } }, wanted, ...headerOf(request, name) };
  }
  for (const [name, wanted] of Object.entries(match.withoutHeaders ?? {})) {
    const own = headerOf(request, name);
    const alone = { withoutHeaders: { [name]: wanted } };
    // A header that is missing counts as an empty one, but where its presence alone is asked for.
    const actual = own.actual ?? (isPresence(wanted) ? undefined : '');
    yield { match: alone, wanted, ...own, actual, isInverted: true };
  }
  const query = queryOf(request.query);
  for (const [name, wanted] of Object.entries(match.queryParams ?? {})) {
    const actual = query.get(name);
    const subject = actual === undefined ? `no query ${name}` : `query ${name}=${actual}`;
    yield { match: { queryParams: { [name]: wanted } }, wanted, actual, subject };
  }
}

function verdictOf(condition: Condition, budget: StepBudget): MatchVerdict {
  const { match, wanted, actual, subject, unknown, isInverted = false } = condition;
  if (unknown !== undefined) {
    return { result: 'unknown', why: `${matchText(match)}: ${unknown}` };
  }
  const compared =
    actual === undefined
      ? false
      : condition.isBySegment && wanted.prefix !== undefined
        ? hasSegments(actual, wanted.prefix)
        : compare(wanted, actual, condition.anyCase ?? false, budget);
  if (compared === undefined) {
    return { result: 'unknown', why: `${matchText(match)}: the expression cannot be evaluated` };
  }
  if (compared !== isInverted) return yes;
  return { result: 'no', why: `${matchText(match)} does not match ${subject}` };
}

/** Source: envoyproxy/envoy source/common/router/config_impl.cc PathSeparatedPrefixRouteEntryImpl. */
function hasSegments(path: string, prefix: string): boolean {
  const segments = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === segments || path.startsWith(`${segments}/`);
}

/** Undefined where an expression is not known, or would take too long. */
function compare(
  wanted: StringMatch,
  actual: string,
  anyCase: boolean,
  budget: StepBudget,
): boolean | undefined {
  if (isPresence(wanted)) return true;
  const { exact, prefix, regex } = wanted;
  const fold = (text: string) => (anyCase ? text.toLowerCase() : text);
  if (exact !== undefined) return fold(actual) === fold(exact);
  if (prefix !== undefined) return fold(actual).startsWith(fold(prefix));
  const program = compile(regex ?? '');
  return program && matchesFully(program, actual, budget);
}

/** `*` is no regular expression, but asks for any value. Source: route.go canBeConvertedToPresentMatch. */
function isPresence({ exact, prefix, regex }: StringMatch): boolean {
  if (exact !== undefined || prefix !== undefined) return false;
  return regex === undefined || regex === '*';
}

type HeaderValue = Pick<Condition, 'actual' | 'subject' | 'unknown'>;

function headerOf(request: MeshRequest, written: string): HeaderValue {
  const name = written.toLowerCase();
  if (name.startsWith('@request.auth.')) {
    const unknown = 'the claims of a token are not known';
    return { actual: undefined, subject: '', unknown };
  }
  const actual = pseudoHeader(request, name) ?? request.headers.get(name);
  const subject = actual === undefined ? `no header ${written}` : `header ${written}: ${actual}`;
  const unknown = setByProxy.test(name) ? 'the proxy sets this header itself' : undefined;
  return { actual, subject, unknown };
}

/** What the proxy writes into a request before it looks for a route; the scheme of the connection is known. */
const setByProxy = /^x-(?:request-id|forwarded-for|envoy-.*)$/;

function pseudoHeader(request: MeshRequest, name: string): string | undefined {
  switch (name) {
    case ':authority':
    case 'host':
      return request.authority;
    case ':method':
      return request.method;
    case ':path':
      return request.query === '' ? request.path : `${request.path}?${request.query}`;
    case ':scheme':
    case 'x-forwarded-proto':
      return request.scheme;
    default:
      return undefined;
  }
}

/** The first value of each parameter, not decoded. */
function queryOf(query: string): Map<string, string> {
  const values = new Map<string, string>();
  if (query === '') return values;
  for (const part of query.split('&')) {
    const [name = '', value = ''] = part.split(/=(.*)/s);
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}
