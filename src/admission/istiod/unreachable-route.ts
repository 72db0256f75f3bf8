import { isMapping } from '../../foundation/values.js';
import { type Field, type ReportProblem } from '../field.js';
import { coveredByEarlier, readPrefixMatch, type PrefixMatch } from './prefix-match.js';

/**
 * Routes and matches that an earlier one leaves nothing to.
 * Source: istio.io/istio pkg/config/validation/validation.go analyzeUnreachableHTTPRules and its twins.
 */
export function warnOfUnreachableRoutes(spec: Field, report: ReportProblem): void {
  for (const protocol of ['http', 'tcp', 'tls']) {
    const matches = warnOfRepeatedMatches(spec.get(protocol).items, report);
    if (protocol === 'http') warnOfCoveredPrefixes(matches, report);
  }
}

/** Gives the matches that are left. */
function warnOfRepeatedMatches(routes: Field[], report: ReportProblem): Field[] {
  const seen = new Map<string, Field>();
  let catchAll: Field | undefined;
  for (const route of routes) {
    const matches = route.get('match').items;
    if (catchAll) {
      warn(route, `is never used: ${nameOf(catchAll)} before it matches everything`, report);
    }
    if (matches.length === 0) catchAll = route;
    if (catchAll) continue;
    let repeated = 0;
    for (const match of matches) {
      const text = contentOf(match);
      const earlier = seen.get(text);
      if (earlier) {
        repeated++;
        warn(match, `is never used: it repeats ${nameOf(earlier)}`, report);
      } else seen.set(text, match);
    }
    if (repeated > 0 && repeated === matches.length) {
      warn(route, 'is never used: its matches all repeat earlier ones', report);
    }
  }
  return [...seen.values()];
}

function warnOfCoveredPrefixes(matches: Field[], report: ReportProblem): void {
  const prefixes = matches
    .map((at) => ({ at, match: readPrefixMatch(at) }))
    .filter((entry): entry is { at: Field; match: PrefixMatch } => entry.match !== undefined);
  prefixes.forEach(({ at, match }, index) => {
    const earlier = prefixes.slice(0, index).find((entry) => coveredByEarlier(entry.match, match));
    if (!earlier) return;
    const by = `${nameOf(earlier.at)} has the shorter prefix ${earlier.match.prefix}`;
    warn(at, `is never used: ${by} and comes first`, report);
  });
}

function warn(at: Field, what: string, report: ReportProblem): void {
  const message = `${nameOf(at)} ${what}`;
  report({ at, topic: 'unreachable-route', severity: 'warning', message });
}

/** `http[1].match[0]` */
function nameOf(at: Field): string {
  return at.path
    .slice(1)
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** Fields of a match that are maps; an empty one is none. Every other map is a message, and an empty one counts. */
const maps = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'];

/** The same text for matches that mean the same: without name, in one order, and without what is the default. */
function contentOf(match: Field): string {
  const entries = match.entries
    .filter(([key, at]) => key !== 'name' && !isDefault(key, at))
    .map(([key, at]) => [key, normalise(at.value)] as const);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(key: string, at: Field): boolean {
  if (!at.isSet || at.value === '' || at.value === 0 || at.value === false) return true;
  if (maps.includes(key)) return at.entries.length === 0;
  return Array.isArray(at.value) && at.items.length === 0;
}

/** Keys in one order. A null is a default here, or an entry of a map with one. */
function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (!isMapping(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, normalise(value[key])]);
}
