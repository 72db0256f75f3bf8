import { defaultFlags } from '../../src/traffic/control-plane/flags.js';
import type {
  OutlierDetection,
  LocalityLbSetting,
  LoadBalancer,
} from '../../src/api/traffic-policy.js';
import { parseLocality } from '../../src/mesh/locality.js';
import type { Endpoint, Proxy } from '../../src/traffic/control-plane/endpoint.js';
import type { PolicyInput } from '../../src/traffic/control-plane/policy.js';
import type { Outage } from '../../src/traffic/outage.js';
import { predict, type DefinedResult, type PredictInput } from '../../src/traffic/predict.js';

/** `count` endpoints in each locality; `~` before the count's number of unready ones: `3~1`. */
export function endpointsOf(counts: Record<string, number | string>): Endpoint[] {
  return Object.entries(counts).flatMap(([locality, count]) => {
    const [total = 0, unready = 0] = String(count).split('~').map(Number);
    return Array.from({ length: total }, (_, index) =>
      endpoint(`${locality}#${index}`, locality, index < unready ? 'unready' : 'ready'),
    );
  });
}

export function endpoint(id: string, locality: string, health: Endpoint['health']): Endpoint {
  const cluster = parseLocality(locality).region;
  const parsed = parseLocality(locality);
  return { id, cluster, network: '', locality: parsed, weight: 1, labels: {}, health };
}

export function proxyIn(locality: string): Proxy {
  return {
    cluster: parseLocality(locality).region,
    network: '',
    locality: parseLocality(locality),
    namespace: 'istio-system',
    labels: { istio: 'ingressgateway' },
  };
}

interface Case extends Partial<Omit<PredictInput, 'endpoints'>> {
  client: string;
  endpoints: Record<string, number | string> | Endpoint[];
  lb?: LoadBalancer;
  locality?: LocalityLbSetting;
  od?: OutlierDetection;
}

/** An input with Istio 1.31 and no more than the case says. */
export function inputOf({ client, endpoints, lb, locality, od, ...rest }: Case): PredictInput {
  const loadBalancer =
    lb || locality ? { ...lb, ...(locality ? { localityLbSetting: locality } : {}) } : undefined;
  const policy: PolicyInput = {
    ...(loadBalancer ? { loadBalancer } : {}),
    ...(od ? { outlierDetection: od } : {}),
  };
  return {
    profile: 'istio-1.31',
    flags: defaultFlags,
    proxy: proxyIn(client),
    policies: [policy],
    mesh: {},
    service: {},
    subsetLabels: {},
    endpoints: Array.isArray(endpoints) ? endpoints : endpointsOf(endpoints),
    networkGateways: [],
    outages: [],
    ...rest,
  };
}

export function predictCase(testCase: Case): DefinedResult {
  const result = predict(inputOf(testCase));
  if (result.undefined) throw new Error(`undefined: ${result.reason}`);
  return result;
}

/** Shares in percent with two decimals, zeros left out. */
export function percents({ split }: DefinedResult): Record<string, number> {
  const entries = split.map(({ locality, share }): [string, number] => [locality, percent(share)]);
  return Object.fromEntries(entries.filter(([, share]) => share > 0));
}

export function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

export const outage = (kind: Outage['kind'], locality?: string, count?: number): Outage => ({
  kind,
  ...(locality === undefined ? {} : { locality }),
  ...(count === undefined ? {} : { count }),
});
