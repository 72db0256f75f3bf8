/** Random traffic policies, of every kind that the mesh accepts. */
import type { Draw } from './draw.js';

export const REGIONS = ['europe-west1', 'us-central1', 'asia-east1'] as const;
export const ZONES = ['a', 'b', 'c'] as const;
export const SUBZONES = ['s1', 's2'] as const;

type Policy = Record<string, unknown>;

const REGION_LABEL = 'topology.kubernetes.io/region';
const ZONE_LABEL = 'topology.kubernetes.io/zone';
const SUBZONE_LABEL = 'topology.istio.io/subzone';
const CLUSTER_LABEL = 'topology.istio.io/cluster';
const NETWORK_LABEL = 'topology.istio.io/network';

/** A whole `trafficPolicy`, with port levels now and then. */
export function trafficPolicy(draw: Draw, ports: readonly number[]): Policy {
  const policy = portPolicy(draw);
  if (!draw.chance(0.25)) return policy;
  const levels = draw.some(ports, draw.int(1, ports.length));
  return {
    ...policy,
    portLevelSettings: levels.map((number) => ({ port: { number }, ...portPolicy(draw) })),
  };
}

/** What a port level may set too; never empty. */
export function portPolicy(draw: Draw): Policy {
  const policy: Policy = {};
  if (draw.chance(0.75)) policy['outlierDetection'] = outlierDetection(draw);
  if (draw.chance(0.8)) policy['loadBalancer'] = loadBalancer(draw);
  if (draw.chance(0.2)) policy['connectionPool'] = connectionPool(draw);
  if (draw.chance(0.12)) {
    policy['tls'] = { mode: draw.pick(['DISABLE', 'SIMPLE', 'ISTIO_MUTUAL']) };
  }
  return Object.keys(policy).length ? policy : { outlierDetection: {} };
}

function outlierDetection(draw: Draw): Policy {
  const policy: Policy = {};
  if (draw.chance(0.7)) policy['consecutive5xxErrors'] = draw.pick([0, 1, 3, 5, 7]);
  if (draw.chance(0.2)) policy['consecutiveGatewayErrors'] = draw.pick([0, 1, 4]);
  if (draw.chance(0.6)) policy['interval'] = draw.pick(['1s', '500ms', '10s', '1m30s']);
  if (draw.chance(0.6)) policy['baseEjectionTime'] = draw.pick(['30s', '1.5s', '10m', '2m']);
  if (draw.chance(0.7)) policy['maxEjectionPercent'] = draw.pick([0, 1, 10, 33, 50, 100]);
  if (draw.chance(0.25)) policy['minHealthPercent'] = draw.pick([0, 1, 30, 50, 100]);
  if (draw.chance(0.15)) {
    policy['splitExternalLocalOriginErrors'] = draw.chance(0.8);
    policy['consecutiveLocalOriginFailures'] = draw.pick([0, 2, 6]);
  }
  return policy;
}

function connectionPool(draw: Draw): Policy {
  return {
    tcp: { maxConnections: draw.pick([0, 1, 100]) },
    http: {
      http1MaxPendingRequests: draw.pick([0, 10]),
      http2MaxRequests: draw.pick([0, 100, 1000]),
      ...(draw.chance(0.3) ? { maxRetries: draw.pick([0, 3]) } : {}),
    },
  };
}

function loadBalancer(draw: Draw): Policy {
  const policy: Policy = {};
  if (draw.chance(0.35)) {
    policy['simple'] = draw.pick(['ROUND_ROBIN', 'LEAST_REQUEST', 'RANDOM', 'UNSPECIFIED']);
  } else if (draw.chance(0.15)) {
    policy['consistentHash'] = {
      httpHeaderName: 'x-user',
      ...draw.pick([{}, { ringHash: {} }, { maglev: {} }]),
    };
  }
  if (draw.chance(0.9)) policy['localityLbSetting'] = localityLbSetting(draw);
  return policy;
}

function localityLbSetting(draw: Draw): Policy {
  const kind = draw.weighted([
    [38, 'distribute'],
    [16, 'failover'],
    [22, 'failoverPriority'],
    [6, 'failoverBoth'],
    [3, 'all'],
    [6, 'empty'],
    [6, 'enabled'],
    [5, 'disabled'],
  ] as const);
  const enabled = draw.chance(0.3) ? { enabled: true } : {};
  switch (kind) {
    case 'distribute':
      return { ...enabled, distribute: distribute(draw) };
    case 'failover':
      return { ...enabled, failover: failover(draw) };
    case 'failoverPriority':
      return { ...enabled, failoverPriority: failoverPriority(draw) };
    case 'failoverBoth':
      return { failover: failover(draw), failoverPriority: failoverPriority(draw) };
    case 'all':
      return {
        distribute: distribute(draw),
        failover: failover(draw),
        failoverPriority: failoverPriority(draw),
      };
    case 'empty':
      return {};
    case 'enabled':
      return { enabled: true };
    case 'disabled':
      return { enabled: false, ...(draw.chance(0.5) ? { distribute: distribute(draw) } : {}) };
  }
}

/** `from` and `to` with wildcards, zones and subzones; now and then keys that overlap or match nothing. */
function distribute(draw: Draw): Policy[] {
  return Array.from({ length: draw.int(1, 3) }, () => {
    const keys = [...new Set(Array.from({ length: draw.int(1, 4) }, () => localityKey(draw)))];
    const weights = keys.map(() => draw.int(1, 100));
    return {
      from: localityKey(draw),
      to: Object.fromEntries(keys.map((key, index) => [key, weights[index]])),
    };
  });
}

function localityKey(draw: Draw): string {
  const region = draw.pick(REGIONS);
  const zone = draw.pick(ZONES);
  return draw.weighted([
    [30, region],
    [22, `${region}/*`],
    [30, `${region}/${zone}`],
    [6, `${region}/${zone}/*`],
    [6, `${region}/${zone}/${draw.pick(SUBZONES)}`],
    [4, '*'],
    [2, `${region.slice(0, 3)}*`],
  ]);
}

function failover(draw: Draw): Policy[] {
  return Array.from({ length: draw.int(1, 3) }, () => ({
    from: draw.pick(REGIONS),
    to: draw.pick([...REGIONS, 'nowhere']),
  }));
}

function failoverPriority(draw: Draw): string[] {
  const labels = [
    REGION_LABEL,
    ZONE_LABEL,
    SUBZONE_LABEL,
    CLUSTER_LABEL,
    NETWORK_LABEL,
    'version',
    'tier',
    'missing',
    'version=v2',
    'tier=gold=extra',
    `${REGION_LABEL}=us-central1`,
  ];
  const drawn = draw.some(labels, draw.int(1, 4));
  // istiod looks at the network first of all where it stands first.
  if (draw.chance(0.2)) return [...new Set([NETWORK_LABEL, ...drawn])];
  return drawn;
}
