import type { Prediction } from '../../src/traffic/result.js';

/** A row of the predicted table: half of the requests of clients in Europe go to each of two regions. */
export function predictedRow(more: Partial<Prediction> = {}): Prediction {
  return {
    host: 'hello.default.svc.cluster.local',
    port: 80,
    subset: null,
    publicHost: '*',
    route: 'default/hello#0',
    match: null,
    weight: 1,
    client: 'europe',
    clientKind: 'gateway',
    clientLocality: 'europe',
    scenario: 'healthy',
    split: [
      { locality: 'europe', share: 0.5 },
      { locality: 'us', share: 0.5 },
    ],
    unanswered: 0,
    errors: 0,
    determined: true,
    ...more,
  };
}
