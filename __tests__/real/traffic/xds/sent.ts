/** What istiod sends to a proxy for one cluster, as far as the split depends on it. */
import type { EjectionSettings } from '../../../../src/traffic/control-plane/outlier-detection.js';
import type { LbPolicy } from '../../../../src/traffic/control-plane/assignment.js';
import {
  doubleOf,
  messageOf,
  messagesOf,
  numberOf,
  textOf,
  wrappedOf,
  type Fields,
} from './protobuf.js';

export const EDS = 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment';
export const CDS = 'type.googleapis.com/envoy.config.cluster.v3.Cluster';

export interface SentLocality {
  /** `region/zone/subzone`, empty parts included. */
  locality: string;
  priority: number;
  weight: number | null;
  /** `address weight health`, sorted. */
  endpoints: string[];
}

export interface SentSettings {
  lbPolicy: LbPolicy | string;
  localityWeighted: boolean;
  panicThreshold: number;
  outlierDetection: EjectionSettings | null;
  maxConnections: number | null;
  maxPendingRequests: number | null;
  maxRequests: number | null;
  maxRetries: number | null;
}

const LB_POLICIES = ['ROUND_ROBIN', 'LEAST_REQUEST', 'RING_HASH', 'RANDOM', '', 'MAGLEV'];
const UNHEALTHY = 2;
const UNLIMITED = 0xffffffff;

/** @param nameOfAddress how an address is called, such as that of an east-west gateway */
export function localitiesOf(
  assignment: Fields | undefined,
  nameOfAddress: (address: string) => string,
): SentLocality[] {
  return messagesOf(assignment, 2).map((group) => {
    const locality = messageOf(group, 1);
    return {
      locality: [1, 2, 3].map((part) => textOf(locality, part)).join('/'),
      priority: numberOf(group, 5),
      weight: wrappedOf(group, 3) ?? null,
      endpoints: messagesOf(group, 2)
        .map((endpoint) => {
          const socket = messageOf(messageOf(messageOf(endpoint, 1), 1), 1);
          const health = numberOf(endpoint, 2) === UNHEALTHY ? 'unhealthy' : 'healthy';
          const weight = wrappedOf(endpoint, 4) ?? 1;
          return `${nameOfAddress(textOf(socket, 2))} ${weight} ${health}`;
        })
        .sort(),
    };
  });
}

export function settingsOf(cluster: Fields): SentSettings {
  const common = messageOf(cluster, 27);
  const limits = messagesOf(messageOf(cluster, 10), 1).find((entry) => numberOf(entry, 1) === 0);
  const limit = (number: number) => {
    const value = wrappedOf(limits, number);
    return value === undefined || value === UNLIMITED ? null : value;
  };
  const panic = messageOf(common, 1);
  const lbPolicy = numberOf(cluster, 6);
  return {
    lbPolicy: LB_POLICIES[lbPolicy] ?? String(lbPolicy),
    localityWeighted: common?.has(3) ?? false,
    panicThreshold: panic ? doubleOf(panic, 1) : 50,
    outlierDetection: outlierDetection(messageOf(cluster, 19)),
    maxConnections: limit(2),
    maxPendingRequests: limit(3),
    maxRequests: limit(4),
    maxRetries: limit(5),
  };
}

/** With Envoy's own defaults for what istiod leaves open; thresholds that are not enforced are undefined. */
function outlierDetection(sent: Fields | undefined): EjectionSettings | null {
  if (!sent) return null;
  const enforced = (value: number, enforcing: number, byDefault: number, isOn: number) =>
    (wrappedOf(sent, enforcing) ?? isOn) > 0 ? (wrappedOf(sent, value) ?? byDefault) : undefined;
  const splitLocalOrigin = numberOf(sent, 12) === 1;
  const baseEjectionTime = milliseconds(messageOf(sent, 3)) ?? 30_000;
  return {
    consecutive5xx: enforced(1, 5, 5, 100),
    consecutiveGatewayErrors: enforced(10, 11, 5, 0),
    consecutiveLocalOriginFailures: splitLocalOrigin ? enforced(13, 14, 5, 100) : undefined,
    splitLocalOrigin,
    interval: milliseconds(messageOf(sent, 2)) ?? 10_000,
    baseEjectionTime,
    maxEjectionTime: Math.max(milliseconds(messageOf(sent, 21)) ?? 300_000, baseEjectionTime),
    maxEjectionPercent: wrappedOf(sent, 4) ?? 10,
  };
}

function milliseconds(duration: Fields | undefined): number | undefined {
  return duration && numberOf(duration, 1) * 1000 + numberOf(duration, 2) / 1e6;
}
