import type { Locality } from '../../mesh/locality.js';
import type { Endpoint, NetworkGateway } from './endpoint.js';
import type { CircuitBreakers } from './circuit-breakers.js';
import type { EjectionSettings } from './outlier-detection.js';

/** What EDS carries for one cluster of one proxy. */
export interface ClusterLoadAssignment {
  localities: LocalityEndpoints[];
}

/** Envoy's LocalityLbEndpoints. */
export interface LocalityEndpoints {
  locality: Locality;
  /** 0 is tried first; without gaps. */
  priority: number;
  /** Undefined where the network filter has emptied the group. */
  weight: number | undefined;
  endpoints: LbEndpoint[];
}

/** Envoy's LbEndpoint: an endpoint, or the east-west gateway that stands for several. */
export interface LbEndpoint {
  address: string;
  weight: number;
  health: 'healthy' | 'unhealthy';
  /** With the labels that istiod adds. */
  labels: Readonly<Record<string, string>>;
  endpoint: Endpoint | undefined;
  gateway: NetworkGateway | undefined;
}

export type LbPolicy = 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | 'RING_HASH' | 'MAGLEV';

/** The parts of CDS that the split depends on. */
export interface ClusterSettings {
  /** `locality_weighted_lb_config`. */
  localityWeighted: boolean;
  /** Percent; 0 switches panic off. */
  panicThreshold: number;
  outlierDetection: EjectionSettings | undefined;
  lbPolicy: LbPolicy;
  /** Percent by which a priority or locality may lose hosts before it gets less; missing: Envoy's default, 140. */
  overprovisioningFactor?: number;
  circuitBreakers: CircuitBreakers;
}
