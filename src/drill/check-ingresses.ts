import type { Attribution } from './attribution.js';
import { ok, problem, type Check } from './check.js';
import type { DrilledCluster, ConfiguredDrill } from './drill-settings.js';
import { Prober } from './prober.js';

/** One request to each gateway: it has to be answered, and by somebody who says where he is. */
export async function checkIngresses(
  { clusters, timeoutMs }: ConfiguredDrill,
  attribution: Attribution | undefined,
): Promise<Check[]> {
  const prober = new Prober({
    ingresses: clusters.map(({ ingress }) => ingress),
    rate: 1,
    timeoutMs,
    freshConnections: 1,
    attribution,
    clock: () => performance.now(),
    ended: () => undefined,
    skipped: () => undefined,
  });
  const answers = await prober.probe();
  await prober.stop();
  return answers.flatMap(({ status, locality, problem: why }, index): Check[] => {
    const { name: cluster, ingress } = clusters[index] as DrilledCluster;
    if (status === undefined) {
      const message = `${ingress.url} gives no answer: ${why ?? ''}`;
      return [{ cluster, ...problem(message) }];
    }
    if (status >= 400) {
      const message = `${ingress.url} answers ${status} before any outage; are url, headers and hostHeader right?`;
      return [{ cluster, ...problem(message) }];
    }
    if (attribution && locality === undefined) {
      const message = `the answer of ${ingress.url} (${status}) does not tell its region as drill.attribution says`;
      return [{ cluster, ...problem(message) }];
    }
    const who = locality === undefined ? '' : ` from ${locality}`;
    return [{ cluster, ...ok(`${ingress.url} answers ${status}${who}`) }];
  });
}
