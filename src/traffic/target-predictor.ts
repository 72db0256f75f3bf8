import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/targets.js';
import type { Outage } from './outage.js';
import type { PredictInput, PredictResult } from './predict.js';
import { noCluster, noClusterReason } from './no-cluster.js';
import { inputOf, withoutCluster } from './predict-target.js';
import { PredictionCache } from './prediction-cache.js';
import { unmodelledReason } from './unmodelled.js';

/** What it knows of so many targets is kept: one target is asked for all of its scenarios in turn. */
const REMEMBERED = 100;

/** Predicts alike situations once. */
export class TargetPredictor {
  private readonly cache: PredictionCache;
  private readonly inputs = new Map<Target, PredictInput>();

  constructor(
    private readonly mesh: Mesh,
    private readonly explain: boolean,
  ) {
    this.cache = new PredictionCache(mesh.memory);
  }

  predict(target: Target, outages: readonly Outage[]): PredictResult {
    const reason = unmodelledReason(this.mesh, target);
    if (reason !== undefined) return { undefined: true, determined: false, reason, steps: [] };
    const cause = noCluster(this.mesh, target);
    if (cause) return withoutCluster(this.mesh, target, cause);
    return this.cache.predict({ ...this.inputOf(target), outages });
  }

  /** The same for targets that share every prediction. */
  situation(target: Target): string {
    const situation = this.cache.situation(this.inputOf(target));
    const reason = unmodelledReason(this.mesh, target);
    if (reason !== undefined) return `${situation} ${reason}`;
    const cause = noCluster(this.mesh, target);
    return cause ? `${situation} ${noClusterReason(cause, target)}` : situation;
  }

  private inputOf(target: Target): PredictInput {
    let input = this.inputs.get(target);
    if (!input) {
      input = { ...inputOf(this.mesh, target), explain: this.explain };
      if (this.inputs.size >= REMEMBERED) this.inputs.clear();
      this.inputs.set(target, input);
    }
    return input;
  }
}
