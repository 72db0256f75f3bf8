import { texts, type Shape, type TypeOf } from './shape.js';

/* Source: istio.io/api 1.31, networking/v1alpha3 sidecar.proto. */

/** Also of a MeshConfig. */
export const outboundTrafficPolicy = {
  mode: 'text',
  egressProxy: { host: 'text' },
} as const satisfies Shape;

export type OutboundTrafficPolicy = TypeOf<typeof outboundTrafficPolicy>;

const egressListener = {
  port: { number: 'number', protocol: 'text' },
  bind: 'text',
  captureMode: 'text',
  hosts: ['text'],
} as const satisfies Shape;

export type EgressListenerSpec = TypeOf<typeof egressListener>;

export const sidecar = {
  workloadSelector: { labels: texts },
  egress: [egressListener],
  outboundTrafficPolicy,
} as const satisfies Shape;

export type SidecarSpec = TypeOf<typeof sidecar>;
