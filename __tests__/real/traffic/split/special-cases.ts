/** Cases that the generator does not come upon. */
import type { Manifest } from '../cases/case.js';
import { UPSTREAM_HEADER } from './measure.js';
import { edgeName, type SplitCase } from './split-case.js';

/**
 * One locality spelled in two ways, 3 + 1 endpoints, and `distribute` 80/20: Envoy takes the two groups for one and
 * keeps the weight that comes last, so that the split is 50/50.
 */
export function spelledTwice(index: number): SplitCase {
  const spelled = [
    ...Array<string>(3).fill('europe-west1/a'),
    'europe-west1/a/',
    ...Array<string>(2).fill('us-central1/b'),
  ];
  const pods = spelled.map((locality, number) => ({
    address: `10.77.240.${number + 1}`,
    locality: locality.replace(/\/$/, ''),
  }));
  const namespace = 'spelled-twice';
  const host = 'web.spelled-twice.example.com';
  const publicHost = 'spelled-twice.test';
  const object = (kind: string, spec: Record<string, unknown>): Manifest => ({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'web', namespace },
    spec,
  });
  const headers = { response: { set: { [UPSTREAM_HEADER]: '%UPSTREAM_HOST%' } } };
  return {
    index,
    host,
    publicHost,
    edge: 0,
    pods,
    isInline: true,
    outages: [],
    manifests: [
      object('ServiceEntry', {
        hosts: [host],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        endpoints: pods.map(({ address }, number) => ({
          address,
          locality: spelled[number],
          ports: { http: 8080 },
        })),
      }),
      object('DestinationRule', {
        host,
        trafficPolicy: {
          loadBalancer: {
            localityLbSetting: {
              distribute: [
                { from: 'europe-west1/*', to: { 'europe-west1/*': 80, 'us-central1/*': 20 } },
              ],
            },
          },
        },
      }),
      object('VirtualService', {
        hosts: [publicHost],
        gateways: [`istio-system/${edgeName(0)}`],
        http: [{ route: [{ destination: { host } }], headers }],
      }),
    ],
  };
}
