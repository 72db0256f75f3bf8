import type {
  DrillOutageKind,
  DrillPhase,
  DrillPhaseName,
  DrillResult,
  DrillSample,
  DrillScenario,
} from '../../src/drill/drill-result.js';
import { seededRandom } from '../../src/traffic/random.js';

export interface ScenarioOptions {
  locality?: string;
  kind?: DrillOutageKind;
  /** Seconds of baseline, outage, failover, recovery and steady state. */
  lengths?: number[];
  clients?: string[];
  rate?: number;
  /** Traffic stays where the outage is. */
  stays?: boolean;
  places?: string[];
  from?: number;
}

const NAMES: DrillPhaseName[] = ['baseline', 'outage', 'failover', 'recovery', 'steady'];

/** A scenario as a drill records it: places share alike, and the ones that are left take over in the failover. */
export function drillScenario({
  locality = 'europe-west1',
  kind = 'scaled-to-zero',
  lengths = [20, 3, 30, 4, 20],
  clients = ['europe-west1', 'us-central1'],
  rate = 50,
  stays = false,
  places = ['europe-west1', 'us-central1'],
  from = 0,
}: ScenarioOptions = {}): DrillScenario {
  const random = seededRandom(7);
  const ends = lengths.map((_, index) => sum(lengths.slice(0, index + 1)));
  const phaseAt = (second: number) => ends.findIndex((end) => second < end);
  const left = places.filter((place) => !isIn(place, locality));
  const samples: DrillSample[] = [];
  for (let second = 0; second < sum(lengths); second++) {
    const phase = NAMES[phaseAt(second)];
    const isOut = (phase === 'outage' || phase === 'failover') && (stays || phase === 'outage');
    const open = phase === 'failover' && !stays ? left : places;
    for (const client of clients) {
      const sample: DrillSample = {
        ...{ at: from + second, client, answered: {}, failed: {}, errors: 0 },
        ...{ timeouts: 0, requests: rate, skipped: 0 },
      };
      for (let index = 0; index < rate; index++) {
        const place = open[Math.floor(random() * open.length)]!;
        sample.answered[place] = (sample.answered[place] ?? 0) + 1;
        if (!isOut || !isIn(place, locality) || (!stays && random() < 0.6)) continue;
        sample.failed[place] = (sample.failed[place] ?? 0) + 1;
        sample.errors += 1;
      }
      samples.push(sample);
    }
  }
  const phases = lengths.map((length, index): DrillPhase => {
    const [begin, end] = [from + ends[index]! - length, from + ends[index]!];
    const name = NAMES[index]!;
    const within = samples.filter(({ at }) => at >= begin && at < end);
    return {
      ...{ name, from: begin, to: end },
      clients: clients.map((client) => {
        const own = within.filter((sample) => sample.client === client);
        const requests = sum(own.map((sample) => sample.requests));
        const share = (place: string) => sum(own.map(({ answered }) => answered[place] ?? 0));
        const expected = name === 'failover' ? left : places;
        const isSteady = name !== 'outage' && name !== 'recovery';
        const isWrong = stays && name === 'failover';
        return {
          ...{ client, clientLocality: client, requests, unattributed: 0 },
          split: places
            .map((place) => ({ locality: place, share: share(place) / requests }))
            .filter((part) => part.share > 0),
          errors: sum(own.map(({ errors }) => errors)) / requests,
          latency: { p50: 1.8, p99: 7.2 },
          ...(isSteady && {
            predicted: {
              split: expected.map((place) => ({ locality: place, share: 1 / expected.length })),
              errors: 0,
              determined: true,
            },
            agrees: !isWrong,
            pValue: isWrong ? 1e-12 : 0.41,
            ...(isWrong && { reason: `${locality} still gets 50 % of the requests, not 0 %` }),
          }),
        };
      }),
    };
  });
  const reasons = stays
    ? [`${locality} still gets 50 % of the requests in the failover; 0 % were predicted`]
    : [];
  const failed = sum(samples.map(({ errors }) => errors));
  return {
    ...{ name: `${kind}:${locality}`, from, to: from + sum(lengths) },
    verdict: stays ? 'failed' : 'passed',
    reasons,
    causes: stays
      ? [
          {
            ...{ rule: 'max-ejection-percent-100', message: 'maxEjectionPercent is 10.' },
            ...{ file: 'mesh/destination-rule.yaml', line: 14, column: 7 },
          },
        ]
      : [],
    outage: { cluster: 'a', locality, kind, workloads: ['Deployment default/hello-world'] },
    phases,
    timings: {
      ...{ outageAt: from + ends[0]!, restoredAt: from + ends[2]!, failedRequests: failed },
      ...(!stays && { failoverSeconds: 2.4 }),
      failbackSeconds: 3.1,
      predicted: { failoverSeconds: 2, failbackSeconds: 3, failedRequests: 80 },
    },
    samples,
  };
}

export function drillResult(
  scenarios: DrillScenario[],
  more: Partial<DrillResult> = {},
): DrillResult {
  return {
    version: 1,
    startedAt: '2026-11-21T10:48:00.000Z',
    verdict: scenarios.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'failed',
    reasons: scenarios.flatMap(({ reasons }) => reasons),
    warnings: [],
    environment: 'staging',
    host: 'hello-world.default.svc.cluster.local',
    port: 80,
    publicHost: 'hello.example.com',
    profile: 'istio-1.31',
    manifests: [
      { file: 'mesh/gateway.yaml', sha256: 'a1'.repeat(32) },
      { file: 'mesh/destination-rule.yaml', sha256: '0f'.repeat(32) },
    ],
    clusters: ['europe-west1', 'us-central1'].map((locality, index) => ({
      ...{ cluster: 'ab'[index]!, locality, server: `https://10.0.0.${index}:6443` },
      ...{ serverVersion: 'v1.36.3', endpoints: 3 },
    })),
    settings: {
      ...{ rate: 50, tolerance: 0.02, errorTolerance: 0.01, significance: 0.001 },
      attribution: 'header',
    },
    budgets: { failoverSeconds: 10, failbackSeconds: 30, failedRequests: 200 },
    scenarios,
    ...more,
  };
}

/** The drill that most pictures in tests are of: one outage that passes, one that does not. */
export function twoOutages(): DrillResult {
  return drillResult([
    drillScenario(),
    drillScenario({ locality: 'us-central1', kind: 'failing', stays: true, from: 77 }),
  ]);
}

function isIn(place: string, locality: string): boolean {
  return place === locality || place.startsWith(`${locality}/`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
