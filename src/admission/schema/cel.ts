import { isMapping } from '../../foundation/values.js';
import { millisecond, parseDuration } from '../../mesh/duration.js';
import type { Topic } from '../problem.js';

interface Rule {
  topic: Topic;
  /** Whether the value satisfies the rule. */
  holds(value: unknown): boolean;
  /** What is wrong, for people; `name` is the field's. */
  message(value: unknown, name: string): string;
}

/**
 * The rules in CEL (`x-kubernetes-validations`) that occur in the CRDs, by their text. The API server evaluates them
 * after the schema. A test fails when the CRDs gain one that is not here.
 */
export const celRules: Readonly<Record<string, Rule>> = {
  "duration(self) >= duration('1ms')": {
    topic: 'duration',
    holds: (value) => typeof value !== 'string' || (parseDuration(value) ?? -1n) >= millisecond,
    message: (value, name) =>
      parseDuration(String(value)) === undefined
        ? `${name} must be a duration such as "10s", but is "${String(value)}"`
        : `${name} must be at least 1ms, but is "${String(value)}"`,
  },
  'self.all(key, !key.contains("*"))': {
    topic: 'workload-selector',
    holds: (value) => keys(value).every((key) => !key.includes('*')),
    message: (value, name) =>
      `${name} has the key "${keys(value).find((key) => key.includes('*'))}": a label is matched whole, without *`,
  },
  'self.all(key, key.size() != 0)': {
    topic: 'workload-selector',
    holds: (value) => keys(value).every((key) => key !== ''),
    message: (_value, name) => `${name} has an empty key`,
  },
  '!self.contains("*")': {
    topic: 'workload-selector',
    holds: (value) => typeof value !== 'string' || !value.includes('*'),
    message: (value, name) =>
      `${name} is "${String(value)}": a label's value is matched whole, without *`,
  },
  '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': atMostOne(
    'tlsCertificates',
    'credentialNames',
  ),
  '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': atMostOne(
    'credentialName',
    'credentialNames',
  ),
  '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1':
    // The CRD means credentialName here, by its message, but this is what it evaluates.
    atMostOne('credentialNames', 'tlsCertificates'),
};

/** Whether a value satisfies the rule of that text; for the generated validators. */
export function holdsCel(rule: string, value: unknown): boolean {
  return celRules[rule]?.holds(value) !== false;
}

function atMostOne(first: string, second: string): Rule {
  return {
    topic: 'server-tls',
    holds: (value) => !(isMapping(value) && first in value && second in value),
    message: (_value, name) => `${name} has both ${first} and ${second}; only one may be set`,
  };
}

function keys(value: unknown): string[] {
  return isMapping(value) ? Object.keys(value) : [];
}
