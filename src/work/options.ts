import type { Severity } from '../foundation/severity.js';

/** A setting of a run: an option of the command line, an input of the Action, or both. */
export interface Setting<T extends string = string> {
  /** The option is `--NAME`; undefined: the command line has none. */
  option?: string;
  /** The name of the Action's input; undefined: the Action has none. */
  input?: string;
  /** `flag`: given or not, `true` or `false`; `list`: an option that can be repeated, an input with spaces or line ends between values. */
  type: 'flag' | 'text' | 'list' | 'choice';
  /** The values of a choice; the first one is the default. */
  choices?: readonly [T, ...T[]];
  /** The default of the input; default: the empty text. */
  otherwise?: string;
  /** What the option takes, for the help, such as `FILE`. */
  value?: string;
}

/** A setting that both have. */
export interface SharedSetting<T extends string = string> extends Setting<T> {
  option: string;
  input: string;
  /** What it does, for the help of the command line and for action.yml; begins with a small letter, ends without a full stop. */
  help: string;
  /** The modes of the Action in which it counts; undefined: all. */
  modes?: readonly string[];
}

const levels: readonly [Severity, ...Severity[]] = ['error', 'warning', 'notice'];

/** Every setting that both the command line and the Action have. */
export const sharedSettings = {
  config: {
    option: 'config',
    input: 'config',
    type: 'text',
    value: 'FILE',
    help: 'the configuration (default: mesh-failover.yaml in the working folder, or in a folder above)',
  },
  failOn: {
    option: 'fail-on',
    input: 'fail-on',
    type: 'choice',
    choices: levels,
    otherwise: 'error',
    value: 'LEVEL',
    help: 'error (default), warning or notice: fail with a finding of this severity or a more severe one',
  },
  allowEmpty: {
    option: 'allow-empty',
    input: 'allow-empty',
    type: 'flag',
    otherwise: 'false',
    help: 'allow that there is no Istio manifest at all',
  },
  environment: {
    option: 'environment',
    input: 'environment',
    type: 'text',
    value: 'NAME',
    modes: ['plan', 'drift', 'apply', 'drill', 'rollback', 'evacuate'],
    help: 'only this one of several environments (see discover)',
  },
  prune: {
    option: 'prune',
    input: 'prune',
    type: 'flag',
    otherwise: 'false',
    modes: ['plan', 'drift', 'apply'],
    help: 'delete what was applied before and has no manifest any more',
  },
  pruneLimit: {
    option: 'prune-limit',
    input: 'prune-limit',
    type: 'text',
    value: 'N',
    modes: ['plan', 'drift', 'apply'],
    help: 'refuse to delete more than N objects in a cluster (default: deploy.pruneLimit, else 10)',
  },
  forceConflicts: {
    option: 'force-conflicts',
    input: 'force-conflicts',
    type: 'flag',
    otherwise: 'false',
    modes: ['plan', 'drift', 'apply'],
    help: 'take over fields that another field manager owns',
  },
  takeOver: {
    option: 'take-over',
    input: 'take-over',
    type: 'flag',
    otherwise: 'false',
    modes: ['plan', 'drift', 'apply', 'evacuate'],
    help: 'take objects from another environment, and the environment from another repository',
  },
  rollbackTakeOver: {
    option: 'take-over',
    input: 'take-over',
    type: 'flag',
    otherwise: 'false',
    modes: ['rollback'],
    help: 'also where the environment belongs to another repository',
  },
  createNamespaces: {
    option: 'create-namespaces',
    input: 'create-namespaces',
    type: 'flag',
    otherwise: 'false',
    modes: ['plan', 'drift', 'apply'],
    help: 'create namespaces that are missing',
  },
  acceptChanges: {
    option: 'accept-changes',
    input: 'accept-changes',
    type: 'flag',
    otherwise: 'false',
    modes: ['plan', 'drift', 'apply', 'evacuate'],
    help: 'go on where requests would fail that do not by the manifests',
  },
  lockTimeout: {
    option: 'lock-timeout',
    input: 'lock-timeout',
    type: 'text',
    value: 'SECONDS',
    modes: ['apply', 'rollback', 'evacuate'],
    help: 'how long to wait for another run to end (default: 90)',
  },
  strategy: {
    option: 'strategy',
    input: 'strategy',
    type: 'text',
    value: 'NAME',
    modes: ['apply', 'evacuate'],
    help: 'one-cluster-first or parallel (default: deploy.strategy, else one-cluster-first)',
  },
  to: {
    option: 'to',
    input: 'to',
    type: 'text',
    value: 'RUN',
    modes: ['rollback'],
    help: 'take back every run after this one (see history)',
  },
  lastApply: {
    option: 'last-apply',
    input: 'last-apply',
    type: 'flag',
    otherwise: 'false',
    modes: ['rollback'],
    help: 'also take back the last run, if it ended well',
  },
  keep: {
    option: 'keep',
    input: 'keep',
    type: 'flag',
    otherwise: 'false',
    modes: ['rollback'],
    help: 'restore nothing: the clusters stay as they are, and the run counts as ended (with a reason)',
  },
  reason: {
    option: 'reason',
    input: 'reason',
    type: 'text',
    value: 'TEXT',
    modes: ['rollback'],
    help: 'why the run is taken back, or kept; kept in the record of the run',
  },
  evacuationFor: {
    option: 'for',
    input: 'for',
    type: 'text',
    value: 'TIME',
    modes: ['evacuate'],
    help: 'take the region out in the clusters for so long, such as 2h; the next apply after that restores it',
  },
  evacuationSteps: {
    option: 'steps',
    input: 'steps',
    type: 'text',
    value: 'N',
    modes: ['evacuate'],
    help: 'in N steps, or by percentages that the region has of its weights, such as 50,25,0 (default: one step)',
  },
  evacuationPause: {
    option: 'pause',
    input: 'pause',
    type: 'text',
    value: 'TIME',
    modes: ['evacuate'],
    help: 'how long each step is looked at before the next one (default: 60s)',
  },
  restore: {
    option: 'restore',
    input: 'restore',
    type: 'flag',
    otherwise: 'false',
    modes: ['evacuate'],
    help: 'restore the region that is taken out, all clusters or none',
  },
  expired: {
    option: 'expired',
    input: 'expired',
    type: 'flag',
    otherwise: 'false',
    modes: ['evacuate'],
    help: 'with restore: only where the time of the evacuation is over',
  },
  applyDryRun: {
    option: 'dry-run',
    input: 'dry-run',
    type: 'choice',
    choices: ['none', 'server'],
    otherwise: 'false',
    value: 'server',
    modes: ['apply', 'evacuate'],
    help: 'ask every API server what would happen, and change nothing',
  },
  drillDryRun: {
    option: 'dry-run',
    input: 'dry-run',
    type: 'flag',
    otherwise: 'false',
    modes: ['drill'],
    help: 'look at everything, print the steps, and change nothing',
  },
  confirm: {
    option: 'confirm',
    input: 'confirm',
    type: 'text',
    value: 'ENVIRONMENT',
    modes: ['drill'],
    help: 'drill this environment, which must be deploy.environment of the configuration; without it nothing is changed',
  },
  scenarios: {
    option: 'scenario',
    input: 'scenarios',
    type: 'list',
    value: 'NAME',
    modes: ['drill'],
    help: 'the outages, each KIND:PLACE with scaled-to-zero, cordoned, unready or failing (default: drill.scenarios)',
  },
  outageHook: {
    option: 'outage-hook',
    input: 'outage-hook',
    type: 'text',
    value: 'COMMAND',
    modes: ['drill', 'drill-restore'],
    help: 'a shell command that makes endpoints fail, and restores them, for unready and failing (MESH_FAILOVER_ACTION; see docs/drill.md)',
  },
  controllersPaused: {
    option: 'controllers-paused',
    input: 'controllers-paused',
    type: 'flag',
    otherwise: 'false',
    modes: ['drill'],
    help: 'GitOps and other controllers that would undo the outage are paused',
  },
  despitePrediction: {
    option: 'despite-prediction',
    input: 'despite-prediction',
    type: 'flag',
    otherwise: 'false',
    modes: ['drill'],
    help: 'make outages in which requests will fail by prediction',
  },
} as const satisfies Record<string, SharedSetting>;

/**
 * What action.yml says of an input that is a setting of both.
 *
 * @param settings All with this input.
 */
export function inputDescription(settings: readonly SharedSetting[]): string {
  return settings
    .map(({ help, modes, type }) => {
      const text = type === 'list' ? `${help}; separated by spaces or line ends` : help;
      if (!modes) return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
      return `In mode ${modes.map((mode) => `\`${mode}\``).join(' and ')}: ${text}.`;
    })
    .join(' ');
}
