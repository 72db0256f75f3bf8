import { findCliff } from '../traffic/cliff.js';
import type { Scenario } from '../traffic/scenarios.js';
import {
  timedOutages,
  timelineHead,
  timelineNumbers,
  warmupNotModelled,
  type TargetTimeline,
  type TimelineOptions,
} from '../traffic/target-timeline.js';
import { timeline, defaultRps } from '../traffic/timeline.js';
import { doubtIn, inputOfProxy } from './proxy-table.js';
import type { ProxyTarget } from './proxy-targets.js';

/** Runs every target through every scenario over time. The runs are made while they are read. */
export function proxyTimelines(
  targets: readonly ProxyTarget[],
  outages: readonly Scenario[],
  options: TimelineOptions,
): Iterable<TargetTimeline> {
  return {
    *[Symbol.iterator]() {
      for (const target of targets) {
        for (const scenario of outages) yield timelineOf(target, scenario, options);
      }
    },
  };
}

function timelineOf(
  target: ProxyTarget,
  scenario: Scenario,
  options: TimelineOptions,
): TargetTimeline {
  const { duration } = options;
  const seed = options.seed ?? 0;
  const rps = (options.rps ?? defaultRps) * target.subject.weight;
  const outages = timedOutages(scenario, options);
  const base = timelineHead(target.subject, scenario.name, { rps, seed, duration, outages });
  const doubt = doubtIn(target, scenario);
  if (doubt !== undefined) return { ...base, reason: `not modelled: ${doubt}` };
  if (!target.cluster) return { ...base, reason: target.missing ?? 'the route leads nowhere' };
  const { policies: _, explain: __, ...rest } = inputOfProxy(target, target.cluster);
  const input = { ...rest, policy: {}, rps, seed, duration };
  const run = timeline({ ...input, outages });
  const isBackground = outages.every(({ outage }) => outage.kind === 'error-rate');
  return {
    ...base,
    ...(target.cluster.isSlowStart && !isBackground && { reason: warmupNotModelled }),
    ...timelineNumbers(run, outages, duration),
    cliff: isBackground ? findCliff(input) : null,
  };
}
