import type { Field, ReportProblem } from '../field.js';
import { headerValueProblem } from './header-value.js';

const topic = 'headers';

/** Source: istio.io/istio pkg/config/validation/virtualservice.go validateHTTPRoute, validateHTTPRouteDestinations. */
export function validateHeaders(headers: Field, report: ReportProblem): void {
  for (const direction of ['request', 'response']) {
    const operations = headers.get(direction);
    for (const key of ['add', 'set']) {
      for (const [name, at] of operations.get(key).entries) {
        const problem = nameProblem(name, direction === 'request');
        if (problem !== undefined) report({ at, topic, part: 'key', message: problem });
        validateValue(at, report);
      }
    }
    for (const at of operations.get('remove').items) {
      const problem = nameProblem(at.text, false);
      if (problem !== undefined) report({ at, topic, message: problem });
    }
  }
}

/** Source: ValidateHTTPHeaderWithAuthorityOperationName and ValidateHTTPHeaderOperationName. */
function nameProblem(name: string, mayBeAuthority: boolean): string | undefined {
  if (name === '') return 'a header has no name';
  if (mayBeAuthority && isAuthority(name)) return undefined;
  if (isHost(name)) return 'the Host header cannot be changed here';
  return name.startsWith(':')
    ? `${name}: a header that begins with ":" cannot be changed`
    : undefined;
}

function validateValue(at: Field, report: ReportProblem): void {
  const problem = headerValueProblem(at.text);
  if (problem === undefined) return;
  report({ at, topic, message: `the value of ${at.path.at(-1)} ${problem}` });
}

/**
 * Source: validateAuthorityRewrite. istiod reads each of the maps in an order that changes from time to time; the order
 * that is worst counts.
 */
export function validateSingleAuthority(
  rewrite: Field,
  headers: Field,
  report: ReportProblem,
): void {
  const places = ['set', 'add'].map((key) =>
    headers
      .get('request')
      .get(key)
      .entries.filter(([name]) => isAuthority(name)),
  );
  let isSet = rewrite.get('authority').text !== '';
  for (const entries of places) {
    for (const [name, at] of entries) {
      const others = entries.filter(([other]) => other !== name);
      if (!isSet && others.every(([, other]) => other.text === '')) continue;
      const message = `the host that the request is for is set a second time, by ${name}`;
      report({ at, topic, part: 'key', message });
    }
    isSet ||= entries.some(([, at]) => at.text !== '');
  }
}

const headerName = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;

/** Beyond what HTTP allows, istiod takes a comma. Source: validation.go validHeaderNameRegex. */
export function isHeaderName(name: string): boolean {
  return headerName.test(name);
}

function isHost(name: string): boolean {
  return name.toUpperCase() === 'HOST';
}

function isAuthority(name: string): boolean {
  return isHost(name) || name.toUpperCase() === ':AUTHORITY';
}
