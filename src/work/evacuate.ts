import type { Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import type { ApplyInput } from '../deploy/apply-options.js';
import { evacuate } from '../deploy/evacuate.js';
import type { EvacuationResult, EvacuationStep } from '../deploy/evacuation-result.js';
import { runIdentity } from '../deploy/run-identity.js';
import { deploySettings } from '../deploy/settings.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';
import { parseLocality } from '../mesh/locality.js';
import type { Project } from '../project/project.js';
import type { ApplyChoices } from './apply.js';
import { deployObjects } from './objects-of.js';
import { refuseUnrendered } from './refuse-unrendered.js';

export interface EvacuationWish {
  /** To be taken out; undefined: the one that is, is restored. */
  region?: string | undefined;
  /** How long the region is out, in milliseconds; undefined: it is restored. */
  lastsMs?: number | undefined;
  /** What the region has of its weights with each step, in percent. */
  steps: readonly number[];
  /** How long each step is looked at, in milliseconds. */
  pauseMs: number;
  /** Restores a region only where its time is over. */
  onlyExpired?: boolean;
}

export type EvacuationChoices = Omit<ApplyChoices, 'onPlan' | 'onFailure'> &
  Partial<Pick<ApplyInput, 'takeOver' | 'acceptChanges'>> & {
    now: Date;
    onPause?: (step: EvacuationStep) => void;
  };

/** The regions of the clusters of a configuration. */
export function regionsOf(config: Config): string[] {
  const regions = declaredClusters(config).map(({ locality }) => parseLocality(locality).region);
  return [...new Set(regions)];
}

/**
 * Takes a region out of the split in every cluster for a time, or restores it. The manifests say what is in the clusters; their
 * check is not asked, since nothing of them is new.
 *
 * @param config In place of the project's own.
 */
export function evacuateClusters(
  { project, config }: { project: Project; config: Config },
  asked: AskedClusters,
  { region, lastsMs, steps, pauseMs, onlyExpired }: EvacuationWish,
  { env, repositories, commit, now, onPause, ...chosen }: EvacuationChoices,
): Promise<EvacuationResult> {
  refuseUnrendered(project, { config, prune: false, terms: chosen.terms });
  return evacuate({
    ...deploySettings(config, env, repositories),
    ...chosen,
    ...asked,
    objects: deployObjects(project, config),
    predicted: { config, manifests: project.manifests },
    regions: regionsOf(config),
    ...{ steps, pauseMs, now },
    ...(commit !== undefined && { commit }),
    ...(region !== undefined && { region }),
    ...(lastsMs !== undefined && { until: new Date(now.getTime() + lastsMs) }),
    ...(onlyExpired && { onlyExpired }),
    ...(onPause && { onPause }),
    nextRun: () => runIdentity(env).run,
  });
}
