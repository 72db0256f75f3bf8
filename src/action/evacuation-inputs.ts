import { UserError } from '../foundation/errors.js';
import type { EvacuationWish } from '../work/evacuate.js';
import { evacuationSteps, lastsMs, pauseMs } from '../work/evacuation-steps.js';
import { sharedSettings } from '../work/options.js';
import { flagInput, textInput } from './input-values.js';
import { ownInputs } from './own-inputs.js';

/** The inputs of mode `evacuate`, as they are written. */
export interface EvacuationInputs {
  /** Undefined: the one that is out is restored. */
  region: string | undefined;
  /** For how long, such as `2h`. */
  lasts: string | undefined;
  steps: string | undefined;
  pause: string | undefined;
  restore: boolean;
  /** Only where its time is over. */
  expired: boolean;
}

export function readEvacuationInputs(): EvacuationInputs {
  const own = sharedSettings;
  return {
    region: textInput(ownInputs.region)?.trim() || undefined,
    lasts: textInput(own.evacuationFor)?.trim() || undefined,
    steps: textInput(own.evacuationSteps)?.trim() || undefined,
    pause: textInput(own.evacuationPause)?.trim() || undefined,
    restore: flagInput(own.restore),
    expired: flagInput(own.expired),
  };
}

/** @throws UserError for a value that an input does not take, and for inputs that contradict each other */
export function evacuationWish(inputs: EvacuationInputs): EvacuationWish {
  const { region, lasts, steps, pause, restore, expired } = inputs;
  if (expired && !restore) throw new UserError('input expired goes with restore: true');
  if (restore && lasts !== undefined) {
    throw new UserError('restore: true ends an evacuation: leave the input for out');
  }
  if (!restore && (region === undefined || lasts === undefined)) {
    throw new UserError('mode evacuate needs region and for, or restore: true');
  }
  return {
    region,
    ...(lasts !== undefined && { lastsMs: lastsMs(lasts, 'input for') }),
    steps: evacuationSteps({ steps }, { restores: restore, name: 'input steps' }),
    pauseMs: pauseMs(pause, 'input pause'),
    onlyExpired: expired,
  };
}
