/** Puts a real Envoy under load, and counts. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatLocality } from '../../../../src/mesh/locality.js';
import { applyOutages } from '../../../../src/traffic/outage.js';
import { seededRandom } from '../../../../src/traffic/random.js';
import { timingOf } from '../../../../src/traffic/load/load.js';
import { kept } from '../../../../src/foundation/kept.js';
import { localityHeader } from '../../bench/behaviour.mjs';
import { Bench } from '../../bench/bench.mjs';
import { freePort } from '../../bench/free-port.mjs';
import { startBackend, type Work, type Worked } from './backend.js';
import { client, inputOf, type LoadCase } from './load-case.js';
import { startStaticEnvoy } from './static-envoy.js';

export interface Measured {
  requests: number;
  /** Requests per second that were really sent. */
  rps: number;
  errors: number;
  overflow: number;
  timeouts: number;
  /** What a 503 of a limit takes, until the caller has it; undefined without any. */
  overflowMs: number | undefined;
  meanMs: number;
  p99Ms: number;
  /** What Envoy has waited for an answer, on average: for so long a request keeps its place. */
  upstreamMs: number | undefined;
  /** What the backends of each locality have really taken. */
  serviceMs: Record<string, number>;
  /** Of requests that an endpoint has answered. */
  localities: Record<string, number>;
}

interface One {
  status: number;
  locality: string | undefined;
  isOverflow: boolean;
  ms: number;
}

/** A real Envoy as the case has it, with its backends. */
export interface StartedEnvoy {
  url: string;
  admin: (path: string) => Promise<string>;
  /** What the backends of each locality have really taken. */
  worked: ReadonlyMap<string, Worked>;
  /** Has every backend take so many milliseconds from now on. */
  slowDown(milliseconds: number): void;
  /** Requests that limits have answered, as Envoy counts them. */
  overflowed(): Promise<number>;
}

export function measure(own: LoadCase): Promise<Measured> {
  return withEnvoy(own, async ({ url, admin, worked }) => {
    const measured = await drive(url, own);
    measured.upstreamMs = meanOf(await admin('/stats/prometheus?filter=upstream_rq_time'));
    for (const [locality, { requests, milliseconds }] of worked) {
      if (requests > 0) measured.serviceMs[locality] = milliseconds / requests;
    }
    return measured;
  });
}

/** Starts what the case asks for, and stops it afterwards. */
export async function withEnvoy<Result>(
  own: LoadCase,
  use: (envoy: StartedEnvoy) => Promise<Result>,
): Promise<Result> {
  const bench = new Bench();
  try {
    const input = inputOf(own);
    const ports = new Map<string, number>();
    const worked = new Map<string, Worked>();
    const works: Work[] = [];
    const links = input.load?.links ?? [];
    for (const endpoint of applyOutages(input.endpoints, own.outages)) {
      const { answer, locality, id } = endpoint;
      const { service, rtt, concurrency } = timingOf(endpoint, client, links);
      const work: Work = {
        locality: formatLocality(locality),
        serviceMs: service,
        rttMs: rtt,
        concurrency,
        status: answer?.failing === 1 ? 503 : 200,
      };
      works.push(work);
      const port =
        answer?.unreachable === 1
          ? await freePort()
          : await startBackend(
              bench,
              work,
              kept(worked, formatLocality(locality), () => ({ requests: 0, milliseconds: 0 })),
            );
      ports.set(id, port);
    }
    const { url, admin } = await startStaticEnvoy(bench, own, (id) => ports.get(id) ?? 1);
    const overflowed = async () => {
      const statistics = await admin('/stats?filter=web.upstream_rq_(active|pending)_overflow');
      return [...statistics.matchAll(/: (\d+)$/gm)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
    };
    const slowDown = (milliseconds: number) => {
      for (const work of works) work.serviceMs = milliseconds;
    };
    return await use({ url, admin, worked, slowDown, overflowed });
  } finally {
    await bench.stop();
  }
}

/** The mean of the histogram of the cluster `web`, in milliseconds. */
function meanOf(statistics: string): number | undefined {
  const value = (suffix: string) =>
    Number(
      new RegExp(`^envoy_cluster_upstream_rq_time_${suffix}\\{[^}]*\\} ([\\d.]+)$`, 'm').exec(
        statistics,
      )?.[1],
    );
  const mean = value('sum') / value('count');
  return Number.isFinite(mean) ? mean : undefined;
}

async function drive(url: string, own: LoadCase): Promise<Measured> {
  const { seconds = 8, settle = 2, rps = 0, callers } = own;
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const begin = performance.now() + settle * 1000;
  const end = begin + seconds * 1000;
  const counted: One[] = [];
  const running = new Set<Promise<void>>();
  const send = async () => {
    const started = performance.now();
    const answer = await sendOne(url, agent);
    if (started >= begin && started < end)
      counted.push({ ...answer, ms: performance.now() - started });
  };
  if (callers !== undefined) {
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (performance.now() < end) await send();
      }),
    );
  } else {
    const random = seededRandom(own.name.length * 7919 + Math.round(rps * 1000));
    let next = performance.now();
    while (next < end) {
      const wait = next - performance.now();
      if (wait > 0.5) await sleep(wait);
      while (next <= performance.now()) {
        const one = send().finally(() => running.delete(one));
        running.add(one);
        next += (-Math.log(1 - random()) * 1000) / rps;
      }
    }
    // What still waits for an answer counts as much as the rest, but not for ever.
    await Promise.race([Promise.all(running), sleep(5000, undefined, { ref: false })]);
  }
  agent.destroy();
  return summary(counted, seconds);
}

function summary(counted: readonly One[], seconds: number): Measured {
  const count = Math.max(1, counted.length);
  const share = (isMeant: (one: One) => boolean) => counted.filter(isMeant).length / count;
  const times = counted.map(({ ms }) => ms).sort((a, b) => a - b);
  const overflows = counted.filter(({ isOverflow }) => isOverflow);
  const localities: Record<string, number> = {};
  for (const { locality } of counted) {
    if (locality !== undefined) localities[locality] = (localities[locality] ?? 0) + 1 / count;
  }
  return {
    requests: counted.length,
    rps: counted.length / seconds,
    errors: share(({ status }) => status === 0 || status >= 500),
    overflow: share(({ isOverflow }) => isOverflow),
    timeouts: share(({ status }) => status === 504),
    overflowMs: overflows.length
      ? overflows.reduce((sum, { ms }) => sum + ms, 0) / overflows.length
      : undefined,
    meanMs: times.reduce((sum, ms) => sum + ms, 0) / count,
    p99Ms: times[Math.floor(0.99 * times.length)] ?? 0,
    upstreamMs: undefined,
    serviceMs: {},
    localities,
  };
}

function sendOne(url: string, agent: Agent): Promise<Omit<One, 'ms'>> {
  return new Promise((resolve) => {
    const outgoing = request(url, { agent, timeout: 30_000 }, (incoming) => {
      incoming.resume();
      const locality = incoming.headers[localityHeader];
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          locality: typeof locality === 'string' ? locality : undefined,
          isOverflow: incoming.headers['x-envoy-overloaded'] !== undefined,
        }),
      );
      incoming.on('error', () => resolve({ status: 0, locality: undefined, isOverflow: false }));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve({ status: 0, locality: undefined, isOverflow: false }));
    outgoing.end();
  });
}
