import type { Shape, TypeOf } from './shape.js';
import { outboundTrafficPolicy } from './sidecar.js';
import { localityLbSetting, portPolicy, zoneAwareLbSetting } from './traffic-policy.js';

/** The parts of Istio's MeshConfig that the prediction depends on. Source: istio.io/api 1.31, mesh/v1alpha1 config.proto. */
export const meshConfig = {
  localityLbSetting,
  zoneAwareLbSetting,
  defaultTrafficPolicy: portPolicy,
  defaultDestinationRuleExportTo: ['text'],
  defaultVirtualServiceExportTo: ['text'],
  defaultServiceExportTo: ['text'],
  defaultHttpRetryPolicy: {
    attempts: 'integer',
    retryOn: 'text',
    retryRemoteLocalities: 'boolean',
    perTryTimeout: 'text',
  },
  serviceSettings: [{ settings: { clusterLocal: 'boolean' }, hosts: ['text'] }],
  outboundTrafficPolicy,
  rootNamespace: 'text',
} as const satisfies Shape;

export type MeshConfig = TypeOf<typeof meshConfig>;
