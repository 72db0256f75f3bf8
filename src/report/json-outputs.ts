import type { ApplyResult } from '../deploy/apply-result.js';
import type { EvacuationResult } from '../deploy/evacuation-result.js';
import type { HistoryResult } from '../deploy/history.js';
import type { PlanResult } from '../deploy/plan-result.js';
import type { RollbackResult } from '../deploy/rollback-result.js';
import type { DrillResult } from '../drill/drill-result.js';
import type { Category, Finding, LintResult } from '../foundation/finding.js';
import type { Severity } from '../foundation/severity.js';
import type { InventoryResult } from '../inventory/inventory-result.js';
import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import type { Discovery } from '../project/discovery.js';
import type { ExplainedRule } from '../project/explained.js';
import type { AnsweredRoute } from '../traffic/answered-routes.js';
import type { BehaviourChanges } from '../traffic/behaviour-change.js';
import type { FollowResult } from '../traffic/followed-request.js';
import type { Prediction } from '../traffic/result.js';
import type { TargetTimeline } from '../traffic/target-timeline.js';

/** The JSON outputs by their names. `schemas/output/` has a schema for each, which `npm run generate` makes from these types. */
export interface JsonOutputs {
  /** `lint --format json`: the findings of the rules. */
  lint: LintResult;
  /** `check --format json`: the findings, and the predicted table. */
  check: CheckOutput;
  /** `simulate --format json`: the predicted table, and the runs over time of `--timeline`. */
  simulate: SimulateOutput;
  /** `simulate --request --format json`: what becomes of single requests. */
  requests: FollowResult;
  /** `simulate --against --format json`: the rows that another control plane changes. */
  against: AgainstOutput;
  /** `plan --format json`: what an apply would do, and what that changes for callers. */
  plan: PlanResult;
  /** `apply --format json`: what an apply did in each cluster. */
  apply: ApplyResult;
  /** `rollback --format json`: what a rollback restored in each cluster. */
  rollback: RollbackResult;
  /** `evacuate --for` and `--restore` with `--format json`: what was taken out of the clusters, or restored, in each step. */
  evacuate: EvacuationResult;
  /** `history --format json`: who applied what, when, and what it changed for callers. */
  history: HistoryResult;
  /** `drill --format json`: what was measured in a drill, and whether it is what was predicted. Times are seconds, shares 0 to 1. */
  drill: DrillResult;
  /** `inventory --format json`: what the clusters say about where hosts run, compared with the configuration. */
  inventory: InventoryResult;
  /** `discover --format json`: the deployment units and how they are grouped. */
  discover: Discovery;
  /** `rules --format json`: every rule. */
  rules: RulesOutput;
  /** `explain --format json`: what one rule checks, and why. */
  explain: ExplainedRule;
  /** `matrix`: a matrix of GitHub Actions with a job for each cluster. */
  matrix: MatrixOutput;
  /** The Action's output `changes`: what a pull request makes of the predicted table. */
  changes: ExplainedChanges;
}

/** The findings, and the predicted table. */
export interface CheckOutput extends LintResult {
  /** A row for each destination, client and scenario. */
  results: Prediction[];
  /** What the change makes of the table; only with `--changed-since`. */
  behaviour?: ExplainedChanges;
  /** Errors that the change hides rather than fixes; only with `--changed-since`, and only where there are some. */
  silenced?: Finding[];
}

/** The predicted table. */
export interface SimulateOutput {
  version: 1;
  /** A row for each destination, client and scenario. */
  results: Prediction[];
  /** Routes that a client answers itself, such as redirects; missing where there are none. */
  answered?: AnsweredRoute[];
  /** Runs over time, one for each destination, client and scenario; only with `--timeline` or `--error-rate`. */
  timelines?: TargetTimeline[];
}

/** Every rule. */
export interface RulesOutput {
  version: 1;
  /** Sorted by code. */
  rules: ListedRule[];
}

/** A rule in one line; `explain` says more. */
export interface ListedRule {
  /** As in a finding. */
  name: string;
  /** `MF` and three digits; never reused. */
  code: string;
  /** What it is about. */
  category: Category;
  /** Unless the configuration sets another. */
  severity: Severity;
  /** One line: what goes wrong. */
  summary: string;
}

/** What another control plane makes of the predicted table: `after` is with it. */
export interface AgainstOutput extends BehaviourChanges {
  /** The version of this format. */
  version: 1;
  /** The settings of `--against`. */
  against: string[];
  /** The flags among them of which it is not known what they change. */
  notModelled: string[];
}

/** A matrix of GitHub Actions with a job for each cluster. */
export interface MatrixOutput {
  /** In the order of the configuration. */
  include: MatrixEntry[];
}

/** One job; empty strings for what the configuration does not say. */
export interface MatrixEntry {
  /** The cluster's name in the configuration. */
  cluster: string;
  /** Of the cluster. */
  locality: string;
  /** The region of the locality. */
  region: string;
  /** Of the kubeconfig. */
  context: string;
  /** Of the cluster. */
  network: string;
}
