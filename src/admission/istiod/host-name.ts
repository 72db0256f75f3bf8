import { byteLength } from '../../foundation/byte-length.js';
import type { Field, ReportProblem } from '../field.js';

/** Unlike Kubernetes, istiod takes capital letters. Source: istio.io/istio pkg/config/labels/instance.go. */
const label = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const longestLabel = 63;
const longestName = 255;
const largestInteger = 9_223_372_036_854_775_807n;

/** Source: labels/instance.go IsDNS1123Label. */
export function isDnsLabel(text: string): boolean {
  return text.length <= longestLabel && label.test(text);
}

/** What is wrong with a host name without wildcards. Source: agent/validation.go ValidateFQDN. */
export function domainProblem(name: string): string | undefined {
  return lengthProblem(name) ?? labelsProblem(name, name);
}

/** What is wrong with a host name whose first label may be a wildcard. Source: ValidateWildcardDomain. */
export function wildcardDomainProblem(name: string): string | undefined {
  const tooLong = lengthProblem(name);
  if (tooLong !== undefined) return tooLong;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  if (first.length > longestLabel || !wildcardLabel.test(first)) return labelProblem(name, first);
  return dot < 0 ? undefined : labelsProblem(name, name.slice(dot + 1));
}

/** Source: DestinationRule.host and Destination.host. */
export function validateWildcardDomain(at: Field, report: ReportProblem): void {
  const message = wildcardDomainProblem(at.text);
  if (message !== undefined) report({ at, topic: 'host-name', message });
}

function lengthProblem(name: string): string | undefined {
  if (name === '') return 'the host name is empty';
  if (byteLength(name) <= longestName) return undefined;
  return `the host name is longer than ${longestName} characters`;
}

function labelsProblem(name: string, rest: string): string | undefined {
  const labels = rest.split('.');
  const last = labels.at(-1) ?? '';
  if (isInteger(last)) return `"${name}" is no host name: its last part, ${last}, is a number`;
  // A dot at the end makes the name absolute.
  if (last === '') labels.pop();
  const wrong = labels.find((part) => !isDnsLabel(part));
  return wrong === undefined ? undefined : labelProblem(name, wrong);
}

function labelProblem(name: string, part: string): string {
  const what = part === '' ? 'a part of it is empty' : `"${part}" may have letters, digits and "-"`;
  const hint = part.includes('*') ? '; a wildcard stands at the beginning only' : '';
  return `"${name}" is no host name: ${what}${hint}`;
}

/** Go's strconv.Atoi: a number beyond 64 bits is none to it. */
function isInteger(text: string): boolean {
  return /^[-+]?\d+$/.test(text) && BigInt(text.replace(/^[-+]/, '')) <= largestInteger;
}
