import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import type { LintResult } from '../foundation/finding.js';
import type { Manifests } from '../manifest/document.js';
import type { ConfiguredDrill } from './drill-settings.js';
import type { DrillTerms } from './drill-terms.js';
import type { ClusterState } from './look-at-cluster.js';
import type { DrillChange } from './field-change.js';
import type { PlannedScenario } from './planned-scenario.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Attribution } from './attribution.js';
import type { Check } from './check.js';
import type { DrillClient } from './drill-prediction.js';
import type { DrillManifest, DrillCause } from './drill-result.js';

export interface PrepareOptions {
  config: Config;
  manifests: Manifests;
  /** What the rules have found. */
  lint: LintResult;
  settings: ConfiguredDrill;
  scenarios: readonly PlannedScenario[];
  /** In the order of the settings' clusters. */
  clusters: readonly Cluster[];
  /** The names of the clusters whose gateways are asked. Default: all. */
  asked?: readonly string[] | undefined;
  host: string | undefined;
  /** What the lock is about, and where it and the records are kept. */
  environment: DeployEnvironment;
  controllersPaused: boolean;
  /** Outages in which requests fail by prediction are made nevertheless. */
  despitePrediction: boolean;
  hasHook: boolean;
  terms: DrillTerms;
}

/** A scenario, and what it changes. */
export interface PreparedScenario {
  planned: PlannedScenario;
  state: ClusterState;
  changes: DrillChange[];
}

/** Everything that is known before a drill; nothing is changed yet. */
export interface PreparedDrill {
  terms: DrillTerms;
  settings: ConfiguredDrill;
  profile: Config['profile'];
  environment: DeployEnvironment;
  host: string;
  port: number | null;
  publicHost: string;
  manifests: DrillManifest[];
  attribution: Attribution | undefined;
  /** With the endpoints that there really are. */
  mesh: Mesh;
  clients: DrillClient[];
  states: ClusterState[];
  scenarios: PreparedScenario[];
  causes: DrillCause[];
  checks: Check[];
}
