import { texts, type Shape, type TypeOf } from './shape.js';

/* Source: k8s.io/api core/v1 types.go, apps/v1 types.go, autoscaling/v2 types.go. */

export const service = {
  type: 'text',
  clusterIP: 'text',
  externalName: 'text',
  selector: texts,
  ports: [
    {
      name: 'text',
      port: 'number',
      targetPort: 'text-or-number',
      protocol: 'text',
      appProtocol: 'text',
    },
  ],
  trafficDistribution: 'text',
  internalTrafficPolicy: 'text',
} as const satisfies Shape;

export type ServiceSpec = TypeOf<typeof service>;

export const replicated = {
  replicas: 'number',
  template: {
    metadata: { labels: texts, annotations: texts },
    spec: {
      containers: [{ ports: [{ name: 'text' }] }],
      initContainers: [{ ports: [{ name: 'text' }] }],
    },
  },
} as const satisfies Shape;

/** Of a Deployment or a StatefulSet. */
export type ReplicatedSpec = TypeOf<typeof replicated>;

export const horizontalPodAutoscaler = {
  scaleTargetRef: { kind: 'text', name: 'text' },
  minReplicas: 'number',
  maxReplicas: 'number',
} as const satisfies Shape;

export type HorizontalPodAutoscalerSpec = TypeOf<typeof horizontalPodAutoscaler>;
