import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { Check } from '../drill/check.js';
import { drill } from '../drill/drill.js';
import type { TellProgress } from '../drill/drill-progress.js';
import type { DrillResult } from '../drill/drill-result.js';
import { drillSettings, type ConfiguredDrill } from '../drill/drill-settings.js';
import type { DrillTerms } from '../drill/drill-terms.js';
import type { OutageHook } from '../drill/outage-hook.js';
import { plannedScenarios, type PlannedScenario } from '../drill/planned-scenario.js';
import { prepareDrill } from '../drill/prepare-drill.js';
import type { PreparedDrill } from '../drill/prepared-drill.js';
import { UserError } from '../foundation/errors.js';
import type { LintResult } from '../foundation/finding.js';
import { safeText } from '../foundation/safe-text.js';
import type { Project } from '../project/project.js';

/** What is to be drilled, before any cluster is asked. */
export interface DrillOrder {
  settings: ConfiguredDrill;
  scenarios: PlannedScenario[];
  dryRun: boolean;
}

export interface DrillOrderChoices {
  /** Names of outages; undefined: those of the configuration. */
  scenarios: readonly string[] | undefined;
  /** Look at everything, and change nothing. */
  dryRun: boolean;
  /** The environment that may be drilled; undefined: none was confirmed. */
  confirmed: string | undefined;
  terms: DrillTerms;
}

/**
 * What the configuration and the choices ask to drill.
 *
 * @throws UserError where something is missing, an outage is unknown, or another environment than this one was confirmed: nobody
 *   is to drill another one than they think.
 */
export function orderDrill(
  config: Config,
  { scenarios, dryRun, confirmed, terms }: DrillOrderChoices,
): DrillOrder {
  const settings = drillSettings(config);
  const planned = plannedScenarios(scenarios ?? config.drill.scenarios, settings.clusters);
  if (!dryRun) assertConfirmed(confirmed, settings.environment, terms);
  return { settings, scenarios: planned, dryRun };
}

function assertConfirmed(
  confirmed: string | undefined,
  environment: string,
  terms: DrillTerms,
): void {
  if (confirmed === environment) return;
  const why =
    confirmed === undefined
      ? 'a drill takes real endpoints away'
      : `the environment of the configuration is ${environment}, and ${confirmed} was confirmed`;
  throw new UserError(
    safeText(
      `${why}; look at it with ${terms.dryRun}, then confirm it with ${terms.confirm(environment)}`,
    ),
  );
}

export interface DrillChoices {
  /** The destination host; undefined: that of the configuration, or the only one. */
  host?: string | undefined;
  controllersPaused: boolean;
  despitePrediction: boolean;
  /** Makes endpoints fail, and lets them work again; undefined: nothing can. */
  hook: OutageHook | undefined;
  terms: DrillTerms;
  tell: TellProgress;
  /** Called when everything is looked at, before the first change; what it returns stops the drill, which restores everything then. */
  begin: () => AbortSignal;
}

/** How a drill ended, or why there was none. */
export interface DrillOutcome {
  prepared: PreparedDrill;
  /** What keeps it from being started; empty: nothing. */
  problems: Check[];
  /** Undefined: a dry run, or there are problems. */
  result: DrillResult | undefined;
}

/**
 * Looks at the clusters, and if nothing is in the way, makes the outages and measures.
 *
 * @param clusters In the order of the settings' clusters.
 * @throws UserError where the manifests leave nothing to drill
 * @throws ClusterError where a lock is taken or cannot be had; nothing has been changed then
 */
export async function drillClusters(
  { project, lint }: { project: Project; lint: LintResult },
  { settings, scenarios, dryRun }: DrillOrder,
  clusters: readonly Cluster[],
  choices: DrillChoices,
): Promise<DrillOutcome> {
  project.assertOneEnvironment();
  const { config, manifests } = project;
  const { environment: name, namespace } = config.deploy;
  const { host, hook, tell, begin, ...more } = choices;
  const prepared = await prepareDrill({
    ...{ config, manifests, lint, settings, scenarios, clusters, host },
    environment: { name, namespace },
    hasHook: hook !== undefined,
    ...more,
  });
  for (const check of prepared.checks) tell({ step: 'check', ...check });
  const problems = prepared.checks.filter(({ outcome }) => outcome === 'problem');
  if (dryRun || problems.length > 0) return { prepared, problems, result: undefined };
  return { prepared, problems, result: await drill(prepared, { hook, signal: begin(), tell }) };
}
