/** A control plane whose Services end with another domain than `cluster.local`. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Project } from '../../../src/project/project.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod, type Istiod } from '../bench/istiod.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { AdsClient, nameOf } from './xds/ads-client.js';
import { CDS, settingsOf } from './xds/sent.js';

const domain = 'pasta.local';
const NAMESPACE = 'shop';

function rule(name: string, host: string, consecutive5xxErrors: number) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      host,
      trafficPolicy: {
        outlierDetection: { consecutive5xxErrors, maxEjectionPercent: 100 },
        loadBalancer: { localityLbSetting: { failover: [{ from: 'r1', to: 'r2' }] } },
      },
    },
  };
}

function service(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  };
}

const objects = [
  ...['full', 'short', 'other'].map(service),
  rule('full', `full.${NAMESPACE}.svc.${domain}`, 7),
  rule('short', 'short', 8),
  // Of a domain that is not the cluster's it is for nobody.
  rule('other', `other.${NAMESPACE}.svc.cluster.local`, 9),
];

describeReal(
  'cluster domain',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery'],
  () => {
    const bench = new Bench();
    let istiod: Istiod;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd });
      await cluster.apply([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
        ...objects,
      ]);
      istiod = await startIstiod(bench, { cluster, domain });
    }, 180_000);

    afterAll(() => bench.stop(), 30_000);

    test('istiod sends the clusters and the policies that are predicted', async () => {
      const client = new AdsClient(istiod.xdsPort);
      const node = {
        name: 'client',
        namespace: 'istio-system',
        cluster: 'a',
        network: undefined,
        locality: 'r1',
        labels: { istio: 'ingressgateway' },
      };
      let sent = new Map<string, unknown>();
      await pollUntil('istiod sends the Services', async () => {
        const all = await client.fetch(node, CDS);
        sent = new Map(
          all
            .filter((one) => nameOf(one).includes(`.${NAMESPACE}.`))
            .map((one) => [nameOf(one), settingsOf(one)]),
        );
        return sent.size >= 3;
      });
      client.close();

      const { mesh } = Project.of({
        files: Object.fromEntries(
          objects.map((object, index) => [`${index}.json`, JSON.stringify(object)]),
        ),
        config: JSON.stringify({ version: 1, clusterDomain: domain }),
      }).environments[0]!;
      const predicted = new Map(
        mesh
          .sharedTargets()
          .map(({ host, port, policies }) => [
            `outbound|${String(port)}||${host}`,
            policies[0]?.policy.value.outlierDetection?.consecutive5xxErrors,
          ]),
      );
      expect([...sent.keys()].sort()).toEqual([...predicted.keys()].sort());
      const thresholds = new Map(
        [...sent].map(([name, settings]) => [
          name,
          (settings as { outlierDetection?: { consecutive5xx?: number } }).outlierDetection
            ?.consecutive5xx,
        ]),
      );
      expect(thresholds).toEqual(predicted);
    });
  },
);
