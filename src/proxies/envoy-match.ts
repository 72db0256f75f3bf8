import type { RouteMatch, StringMatch } from '../api/virtual-service.js';
import { isSetIn, itemsIn, member, textIn } from './json-members.js';
import { withheld } from './kept-shape.js';

/** A match of Envoy's in the words of Istio's, which mean the same. */
export interface EnvoyMatch {
  match: RouteMatch;
  /** A prefix of the path ends where one of its segments ends. */
  isBySegment: boolean;
  /** What of it is not modelled; undefined: nothing. */
  doubt: string | undefined;
}

const notModelled = [
  'connect_matcher',
  'path_match_policy',
  'runtime_fraction',
  'grpc',
  'tls_context',
] as const;

/** Source: envoyproxy/envoy source/common/router/config_impl.cc, source/common/http/header_utility.cc. */
export function envoyMatch(match: unknown): EnvoyMatch {
  const doubts: string[] = notModelled.filter((key) => isSetIn(match, key));
  for (const key of ['cookies', 'dynamic_metadata', 'filter_state']) {
    if (itemsIn(match, key).length > 0) doubts.push(key);
  }
  const result: RouteMatch = {};
  const segment = member(match, 'path_separated_prefix');
  const uri = uriOf(match);
  if (uri) result.uri = uri;
  if (member(match, 'case_sensitive') === false) result.ignoreUriCase = true;
  const headers: Record<string, StringMatch> = {};
  const without: Record<string, StringMatch> = {};
  for (const header of itemsIn(match, 'headers')) {
    const name = textIn(header, 'name');
    const wanted = headerMatch(header);
    if (typeof wanted === 'string') {
      doubts.push(`the condition on the header ${name} (${wanted})`);
      continue;
    }
    const isInverted = wanted.isInverted;
    if (name === ':method' && !isInverted) result.method = wanted.match;
    else if (name === ':authority' && !isInverted) result.authority = wanted.match;
    else if (name === ':scheme' && !isInverted) result.scheme = wanted.match;
    else if (name.startsWith(':') || Object.hasOwn(isInverted ? without : headers, name)) {
      doubts.push(`the condition on the header ${name}`);
    } else define(isInverted ? without : headers, name, wanted.match);
  }
  if (Object.keys(headers).length > 0) result.headers = headers;
  if (Object.keys(without).length > 0) result.withoutHeaders = without;
  const query: Record<string, StringMatch> = {};
  for (const parameter of itemsIn(match, 'query_parameters')) {
    const name = textIn(parameter, 'name');
    const wanted = isSetIn(parameter, 'string_match')
      ? stringMatch(member(parameter, 'string_match'))
      : {};
    if (wanted === undefined) doubts.push(`the condition on the parameter ${name}`);
    else define(query, name, wanted);
  }
  if (Object.keys(query).length > 0) result.queryParams = query;
  return {
    match: result,
    isBySegment: typeof segment === 'string',
    doubt: doubts.length > 0 ? doubts.join(', ') : undefined,
  };
}

/** Names come from the dump: one such as `__proto__` is one as well. */
function define(target: Record<string, StringMatch>, name: string, value: StringMatch): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
}

function uriOf(match: unknown): StringMatch | undefined {
  const prefix = member(match, 'path_separated_prefix') ?? member(match, 'prefix');
  if (typeof prefix === 'string') return prefix === '/' ? undefined : { prefix };
  const path = member(match, 'path');
  if (typeof path === 'string') return { exact: path };
  const regex = member(match, 'safe_regex', 'regex');
  return typeof regex === 'string' ? { regex } : undefined;
}

/** The condition, or the name of one that is not modelled. */
function headerMatch(header: unknown): { match: StringMatch; isInverted: boolean } | string {
  const isInverted = member(header, 'invert_match') === true;
  if (member(header, 'treat_missing_header_as_empty') === true && !isInverted) {
    return 'treat_missing_header_as_empty';
  }
  const present = member(header, 'present_match');
  if (present !== undefined) return { match: {}, isInverted: isInverted !== (present === false) };
  if (isSetIn(header, 'range_match')) return 'range_match';
  const legacy = (
    [
      ['exact_match', 'exact'],
      ['prefix_match', 'prefix'],
      ['suffix_match', 'suffix'],
      ['contains_match', 'contains'],
    ] as const
  ).find(([key]) => member(header, key) !== undefined);
  if (!legacy && !isSetIn(header, 'string_match') && !isSetIn(header, 'safe_regex_match')) {
    // A name alone asks for the header.
    return { match: {}, isInverted };
  }
  const wanted = isSetIn(header, 'safe_regex_match')
    ? { safe_regex: member(header, 'safe_regex_match') }
    : legacy
      ? { [legacy[1]]: member(header, legacy[0]) }
      : member(header, 'string_match');
  const match = stringMatch(wanted);
  if (!match) return 'its value is withheld, or compared in another way';
  return { match, isInverted };
}

function stringMatch(wanted: unknown): StringMatch | undefined {
  if (isSetIn(wanted, 'custom')) return undefined;
  const regex = textIn(wanted, 'safe_regex', 'regex');
  const anyCase = member(wanted, 'ignore_case') === true ? '(?i)' : '';
  const text = (key: string) => {
    const own = member(wanted, key);
    return typeof own === 'string' && own !== withheld ? own : undefined;
  };
  const [exact, prefix, suffix, contains] = ['exact', 'prefix', 'suffix', 'contains'].map(text);
  if (regex !== '') return regex === withheld ? undefined : { regex };
  if (exact !== undefined) return anyCase ? { regex: anyCase + literal(exact) } : { exact };
  if (prefix !== undefined) {
    return anyCase ? { regex: `${anyCase}${literal(prefix)}${anything}` } : { prefix };
  }
  if (suffix !== undefined) return { regex: `${anyCase}${anything}${literal(suffix)}` };
  if (contains !== undefined) {
    return { regex: `${anyCase}${anything}${literal(contains)}${anything}` };
  }
  return undefined;
}

const anything = '(?s:.*)';

/** As an expression that matches nothing else. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
