import type { Config } from '../config/config.js';
import type { Strategy } from '../deploy/apply-options.js';
import type { Settled } from '../work/apply.js';
import { sharedSettings } from '../work/options.js';
import type { DeployInputs } from './deploy-inputs.js';
import type { Notes } from './notes.js';

/** What of a deployment the step decides, in place of its defaults. */
export interface DeployChoices {
  settled: Settled;
  strategy?: Strategy;
  lockWaitSeconds?: number;
}

/**
 * What the inputs say about a deployment.
 *
 * @param config That of merged code, which has the limits.
 */
export function choicesOfInputs(inputs: DeployInputs, config: Config): DeployChoices {
  const { prune, pruneLimit, forceConflicts, takeOver, createNamespaces, acceptChanges } = inputs;
  const { strategy, lockTimeout } = inputs;
  const limit = pruneLimit ?? config.deploy.pruneLimit;
  return {
    settled: {
      ...{ force: forceConflicts, takeOver, createNamespaces, acceptChanges },
      ...(prune && { prune: { limit } }),
    },
    ...(strategy !== undefined && { strategy }),
    ...(lockTimeout !== undefined && { lockWaitSeconds: lockTimeout }),
  };
}

const cautious: Omit<DeployInputs, 'rollback' | 'evacuation'> = {
  prune: false,
  pruneLimit: undefined,
  forceConflicts: false,
  takeOver: false,
  createNamespaces: false,
  acceptChanges: false,
  lockTimeout: undefined,
  strategy: undefined,
};

/**
 * The inputs that count where code that is not merged is applied: none of these. The workflow is of that code as well, so that it
 * would decide by itself what may be deleted and taken over. A dry run and a plan change nothing, and say what would be.
 */
export function withoutUnmerged<T extends DeployInputs>(inputs: T, notes: Notes): T {
  const given = (Object.keys(cautious) as (keyof typeof cautious)[]).filter(
    (name) => inputs[name] !== cautious[name],
  );
  if (given.length === 0) return inputs;
  const list = given.map((name) => sharedSettings[name].input).join(', ');
  notes.warn(
    `Not used: ${list}. What was checked out is not merged, and neither is the workflow that says so; on the default branch it counts`,
  );
  return { ...inputs, ...cautious };
}
