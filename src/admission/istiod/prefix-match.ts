import type { Field } from '../field.js';

/** A match of an http route by a prefix of the path, as far as istiod compares such matches. */
export interface PrefixMatch {
  prefix: string;
  port: number;
  method: string;
  authority: string;
  headers: ReadonlyMap<string, string>;
  queryParams: ReadonlyMap<string, string>;
  withoutHeaders: ReadonlyMap<string, string>;
}

/** Undefined where the path is matched otherwise. Source: validation.go genMatchHTTPRoutes. */
export function readPrefixMatch(match: Field): PrefixMatch | undefined {
  const prefix = match.get('uri').get('prefix').text;
  if (prefix === '') return undefined;
  return {
    prefix,
    port: match.get('port').number,
    method: textOf(match.get('method')) || 'exact:GET',
    authority: textOf(match.get('authority')),
    headers: textsOf(match.get('headers')),
    queryParams: textsOf(match.get('queryParams')),
    withoutHeaders: textsOf(match.get('withoutHeaders')),
  };
}

/** Whether the earlier match takes everything that the later one would. Source: validation.go coveredValidation. */
export function coveredByEarlier(earlier: PrefixMatch, later: PrefixMatch): boolean {
  return (
    earlier.prefix !== later.prefix &&
    later.prefix.startsWith(earlier.prefix) &&
    earlier.port === later.port &&
    earlier.method.startsWith(later.method) &&
    earlier.authority.startsWith(later.authority) &&
    areCovered(earlier.headers, later.headers) &&
    areCovered(earlier.queryParams, later.queryParams) &&
    areCovered(earlier.withoutHeaders, later.withoutHeaders)
  );
}

function areCovered(
  earlier: ReadonlyMap<string, string>,
  later: ReadonlyMap<string, string>,
): boolean {
  if (earlier.size !== later.size) return false;
  return [...earlier].every(([name, text]) => {
    const other = later.get(name);
    return other !== undefined && text.startsWith(other);
  });
}

function textsOf(matches: Field): ReadonlyMap<string, string> {
  return new Map(matches.entries.map(([name, match]) => [name, textOf(match)]));
}

/** A regular expression counts as nothing. */
function textOf(match: Field): string {
  for (const key of ['exact', 'prefix']) {
    const { text } = match.get(key);
    if (text !== '') return `${key}:${text}`;
  }
  return '';
}
