import { texts, type Shape, type TypeOf } from './shape.js';
import { trafficPolicy } from './traffic-policy.js';

/* Source: istio.io/api 1.31, networking/v1alpha3 destination_rule.proto. */

const subset = { name: 'text', labels: texts, trafficPolicy } as const satisfies Shape;

export type Subset = TypeOf<typeof subset>;

const selector = { matchLabels: texts } as const satisfies Shape;

export type Selector = TypeOf<typeof selector>;

export const destinationRule = {
  host: 'text',
  trafficPolicy,
  subsets: [subset],
  exportTo: ['text'],
  workloadSelector: selector,
} as const satisfies Shape;

export type DestinationRuleSpec = TypeOf<typeof destinationRule>;
