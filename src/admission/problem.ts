import type { EntryChange } from '../manifest/document.js';

/** What the checks of this folder are about; each problem names one. */
export const topics = [
  // What an object of Kubernetes is.
  'api-version',
  'kind',
  'metadata',
  // What the schema of the CRD asks for.
  'unknown-field',
  'field-type',
  'field-value',
  'required-field',
  'exclusive-fields',
  'duration',
  // What istiod's webhook asks for.
  'annotation',
  'gateway-servers',
  'host-name',
  'port',
  'protocol',
  'bind-address',
  'server-tls',
  'client-tls',
  'export-to',
  'labels',
  'workload-selector',
  'subset',
  'traffic-policy',
  'outlier-detection',
  'connection-pool',
  'load-balancer',
  'consistent-hash',
  'warmup',
  'locality-setting',
  'distribute-weights',
  'overlapping-to-keys',
  'zone-aware-setting',
  'tunnel',
  'virtual-service',
  'gateway-name',
  'http-route',
  'http-match',
  'regular-expression',
  'retries',
  'fault',
  'mirror',
  'cors',
  'headers',
  'redirect',
  'rewrite',
  'direct-response',
  'destination',
  'route-weights',
  'tls-route',
  'tcp-route',
  // What the webhook only warns about.
  'failover-without-outlier-detection',
  'deprecated-field',
  'cipher-suites',
  'unreachable-route',
] as const;

export type Topic = (typeof topics)[number];

/** Something that the API server or istiod's webhook would say about an object. */
export interface AdmissionProblem {
  path: (string | number)[];
  /** What to underline: the value (default), or its key. */
  part?: 'key' | 'value';
  message: string;
  /** An error is a refusal; a warning is shown to whoever applies it. */
  severity: 'error' | 'warning';
  topic: Topic;
  /** What mends it for certain, at the same place. */
  mend?: EntryChange;
}
