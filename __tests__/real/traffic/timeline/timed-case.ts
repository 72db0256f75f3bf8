/** Runs over time: a policy, pods, and an outage that comes and goes. */
import type { OutageConfig } from '../../../../src/config/config.js';
import type { OutlierDetection } from '../../../../src/api/traffic-policy.js';
import { findCliff, type Cliff } from '../../../../src/traffic/cliff.js';
import { timeline, type Timeline, type TimelineInput } from '../../../../src/traffic/timeline.js';
import { inputOf } from '../../../../src/traffic/predict-target.js';
import { UPSTREAM_HEADER } from '../split/measure.js';
import { edgeName, type SplitCase } from '../split/split-case.js';
import { modelOf } from '../split/split-model.js';

export interface TimedCase extends SplitCase {
  title: string;
  /** Seconds; without an end it lasts. */
  outage: { what: OutageConfig; begin: number; end?: number } | undefined;
}

export const RPS = 50;
/** Two in the gateway's zone, two far away. */
const PODS = ['europe-west1/a', 'europe-west1/a', 'us-central1/b', 'us-central1/b'];

export function timedCase(
  index: number,
  title: string,
  outlierDetection: OutlierDetection | undefined,
  localityLbSetting: object,
  outage: TimedCase['outage'],
): TimedCase {
  const namespace = `timed-${index}`;
  const host = `web.${namespace}.svc.cluster.local`;
  const publicHost = `${namespace}.test`;
  return {
    index,
    title,
    host,
    publicHost,
    edge: 0,
    pods: PODS.map((locality, number) => ({
      address: `10.77.200.${index * 8 + number + 1}`,
      locality,
    })),
    outages: [],
    outage,
    manifests: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace },
        spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'web', namespace },
        spec: {
          host,
          trafficPolicy: {
            ...(outlierDetection ? { outlierDetection } : {}),
            loadBalancer: { localityLbSetting },
          },
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'web', namespace },
        spec: {
          hosts: [publicHost],
          gateways: [`istio-system/${edgeName(0)}`],
          http: [
            {
              route: [{ destination: { host } }],
              headers: { response: { set: { [UPSTREAM_HEADER]: '%UPSTREAM_HOST%' } } },
            },
          ],
        },
      },
    ],
  };
}

/** Where the case's policy tips over. */
export function cliffOf(one: TimedCase): Cliff {
  const { policies, outages: _, ...input } = inputOf(...modelOf(one));
  return findCliff({ ...input, policy: policies[0]!, rps: RPS });
}

/** The same run, from that many seeds. */
export function simulate(one: TimedCase, duration: number, seeds: number): Timeline[] {
  const { policies, outages: _, ...input } = inputOf(...modelOf(one));
  const { outage } = one;
  const outages = outage
    ? [
        {
          outage: outage.what,
          begin: outage.begin,
          ...(outage.end === undefined ? {} : { end: outage.end }),
        },
      ]
    : [];
  const run: TimelineInput = { ...input, policy: policies[0]!, outages, duration, rps: RPS };
  return Array.from({ length: seeds }, (_unused, seed) => timeline({ ...run, seed }));
}
