import type { Config } from '../../src/config/config.js';
import type { LocalityLbSetting, OutlierDetection } from '../../src/api/traffic-policy.js';
import type { Mesh } from '../../src/mesh/mesh.js';
import type { Prediction } from '../../src/traffic/result.js';
import { predictTable, scenariosOf, type TableOptions } from '../../src/traffic/table.js';
import { clusters, meshFrom, objects } from '../mesh/mesh-from.js';

export type Objects = Parameters<typeof objects>;

export const HALF_EACH: LocalityLbSetting = {
  distribute: ['europe-west1', 'us-central1'].map((from) => ({
    from,
    to: { 'europe-west1': 50, 'us-central1': 50 },
  })),
};

export const EJECTS_ALL: OutlierDetection = {
  consecutive5xxErrors: 5,
  interval: '1s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
};

/** A Gateway for everything on port 80. */
export const gateway: Objects[number] = [
  'Gateway',
  'shop/main',
  {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
];

/** A VirtualService on that Gateway, for every host. */
export const routed = (...http: object[]): Objects[number] => [
  'VirtualService',
  'shop/web',
  { hosts: ['*'], gateways: ['main'], http },
];

export const policyFor = (
  host: string,
  localityLbSetting: LocalityLbSetting | undefined,
  outlierDetection: OutlierDetection | undefined,
): Objects[number] => [
  'DestinationRule',
  `shop/${host}`,
  {
    host,
    trafficPolicy: {
      ...(localityLbSetting ? { loadBalancer: { localityLbSetting } } : {}),
      ...(outlierDetection ? { outlierDetection } : {}),
    },
  },
];

/** `web` in both regions, half of the requests each, everything may be ejected. */
export const GUIDE: Objects = [
  gateway,
  routed({ route: [{ destination: { host: 'web' } }] }),
  policyFor('web', HALF_EACH, EJECTS_ALL),
];

export function twoRegions(list: Objects, config: Partial<Config> = {}): Mesh {
  return meshFrom(objects(...list), { clusters, ...config });
}

export function tableOf(mesh: Mesh, options?: TableOptions): Prediction[] {
  return [...predictTable(mesh, scenariosOf(mesh), options)].map(({ prediction }) => prediction);
}

export function rowOf(rows: readonly Prediction[], client: string, scenario: string): Prediction {
  const row = rows.find((own) => own.client === client && own.scenario === scenario);
  if (!row) throw new Error(`no row ${client} ${scenario}`);
  return row;
}

export const shares = ({ split }: Pick<Prediction, 'split'>): Record<string, number> =>
  Object.fromEntries(split.map(({ locality, share }) => [locality, Math.round(share * 1e6) / 1e6]));
