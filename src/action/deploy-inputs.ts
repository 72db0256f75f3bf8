import { strategies, type Strategy } from '../deploy/apply-options.js';
import { UserError } from '../foundation/errors.js';
import { sharedSettings } from '../work/options.js';
import { readEvacuationInputs, type EvacuationInputs } from './evacuation-inputs.js';
import { flagInput, numberInput, oneOfInput, textInput } from './input-values.js';

/** The inputs that say how clusters are written. */
export interface DeployInputs {
  prune: boolean;
  /** Undefined: as the configuration says. */
  pruneLimit: number | undefined;
  forceConflicts: boolean;
  takeOver: boolean;
  createNamespaces: boolean;
  acceptChanges: boolean;
  /** In seconds; undefined: the default. */
  lockTimeout: number | undefined;
  /** Undefined: as the configuration says. */
  strategy: Strategy | undefined;
  /** What is taken back, or why nothing is. */
  rollback: RollbackInputs;
  /** Which region is taken out, or restored. */
  evacuation: EvacuationInputs;
}

export interface RollbackInputs {
  /** Every run after this one. */
  to?: string;
  /** Also a run that has ended well. */
  lastApply: boolean;
  /** Restores nothing, and the run counts as ended. */
  keep: boolean;
  /** Why; there is one where nothing is restored. */
  reason?: string;
}

/** @throws UserError for a value that an input does not take, and for inputs that contradict each other. */
export function readDeployInputs(): DeployInputs {
  const own = sharedSettings;
  return {
    prune: flagInput(own.prune),
    pruneLimit: numberInput(own.pruneLimit),
    forceConflicts: flagInput(own.forceConflicts),
    takeOver: flagInput(own.takeOver),
    createNamespaces: flagInput(own.createNamespaces),
    acceptChanges: flagInput(own.acceptChanges),
    lockTimeout: numberInput(own.lockTimeout),
    strategy: oneOfInput(own.strategy, strategies),
    rollback: readRollbackInputs(),
    evacuation: readEvacuationInputs(),
  };
}

function readRollbackInputs(): RollbackInputs {
  const lastApply = flagInput(sharedSettings.lastApply);
  const reason = textInput(sharedSettings.reason)?.trim();
  const isKept = flagInput(sharedSettings.keep);
  if (isKept && !reason) {
    throw new UserError('keep: true needs a reason: it is kept for who asks later');
  }
  const to = textInput(sharedSettings.to)?.trim();
  if (isKept && (lastApply || to)) {
    throw new UserError('keep: true restores nothing: leave last-apply and to out');
  }
  if (lastApply && to) {
    throw new UserError(
      'input to takes back every run after the one it names: leave last-apply out',
    );
  }
  return { lastApply, keep: isKept, ...(to && { to }), ...(reason && { reason }) };
}
