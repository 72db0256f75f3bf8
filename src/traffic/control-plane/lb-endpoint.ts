import type { LbEndpoint } from './assignment.js';
import type { Endpoint } from './endpoint.js';

/** An endpoint as the proxy holds it: its address stands for itself, not for an east-west gateway. */
export function toLbEndpoint(endpoint: Endpoint): LbEndpoint {
  return {
    address: endpoint.address ?? endpoint.id,
    weight: endpoint.weight,
    health: endpoint.health === 'ready' ? 'healthy' : 'unhealthy',
    labels: endpoint.labels,
    endpoint,
    gateway: undefined,
  };
}
