import type { TellProgress } from './drill-progress.js';
import { GatewayWatch } from './gateway-watch.js';
import type { PreparedDrill } from './prepared-drill.js';
import { Prober } from './prober.js';
import { Recorder } from './recorder.js';

/** The requests of a drill, and what came of them. */
export interface Measuring {
  recorder: Recorder;
  prober: Prober;
  stop(): Promise<void>;
}

/** Starts the requests; what must stop the drill is looked for with each of them, and each second. */
export function startMeasuring(
  { settings, clients, attribution, host }: PreparedDrill,
  {
    clock,
    stop,
    isLost,
    tell,
  }: {
    clock: () => number;
    stop: (why: string) => void;
    isLost: () => boolean;
    tell: TellProgress;
  },
): Measuring {
  const { clusters, stopAfterFailedRequests } = settings;
  const names = clients.map(({ name }) => name);
  const recorder = new Recorder(names, attribution === undefined);
  let failed = 0;
  const prober = new Prober({
    ...settings,
    ingresses: clusters.map(({ ingress }) => ingress),
    attribution,
    clock,
    ended(outcome) {
      recorder.add(outcome);
      if (outcome.failed && ++failed === stopAfterFailedRequests) {
        stop(
          `stopped by its error budget: ${failed} requests have failed (drill.stopAfterFailedRequests)`,
        );
      }
    },
    skipped: (client, at) => recorder.skip(client, at),
  });
  const watch = attribution ? undefined : new GatewayWatch(settings, host, recorder, clock);
  let second = 0;
  const timer = setInterval(() => {
    const until = Math.floor(clock() / 1000);
    const samples = recorder.samples(second, until);
    if (samples.length > 0) tell({ step: 'second', samples });
    second = until;
    if (isLost())
      stop('stopped: the lock in a cluster was lost, so another run may be changing it');
    watch?.read().catch((error: unknown) => stop(`stopped: ${(error as Error).message}`));
  }, 1000);
  prober.start();
  return {
    recorder,
    prober,
    async stop() {
      clearInterval(timer);
      await prober.stop();
    },
  };
}
