import { numbers, texts, type Shape, type TypeOf } from './shape.js';

/* Source: istio.io/api 1.31, networking/v1alpha3 service_entry.proto, workload_entry.proto. */

export const workloadEntry = {
  address: 'text',
  ports: numbers,
  labels: texts,
  network: 'text',
  locality: 'text',
  weight: 'number',
  serviceAccount: 'text',
} as const satisfies Shape;

/** Also an endpoint of a ServiceEntry. */
export type WorkloadEntrySpec = TypeOf<typeof workloadEntry>;

export const serviceEntry = {
  hosts: ['text'],
  addresses: ['text'],
  location: 'text',
  resolution: 'text',
  ports: [{ number: 'number', name: 'text', protocol: 'text', targetPort: 'number' }],
  endpoints: [workloadEntry],
  workloadSelector: { labels: texts },
  exportTo: ['text'],
  subjectAltNames: ['text'],
} as const satisfies Shape;

export type ServiceEntrySpec = TypeOf<typeof serviceEntry>;
