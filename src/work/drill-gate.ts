import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { DrillGateConfig } from '../config/gate-config.js';
import type { Gate, GateSurroundings } from '../deploy/gates.js';
import { drill } from '../drill/drill.js';
import type { DrillProgress } from '../drill/drill-progress.js';
import type { DrillResult, DrillScenario } from '../drill/drill-result.js';
import { drillSettings } from '../drill/drill-settings.js';
import { commandLineTerms, type DrillTerms } from '../drill/drill-terms.js';
import { plannedScenarios } from '../drill/planned-scenario.js';
import { prepareDrill } from '../drill/prepare-drill.js';
import { UserError } from '../foundation/errors.js';
import { firstFew } from '../foundation/first-few.js';
import { plural } from '../foundation/plural.js';
import type { LintResult } from '../foundation/finding.js';
import type { Project } from '../project/project.js';

/** What a drill between two waves is made from. */
export interface DrillGateInput {
  project: Pick<Project, 'manifests'>;
  lint: LintResult;
  config: Config;
  /** All that can be asked. What is left out of the deployment has endpoints as well. */
  clusters: readonly Cluster[];
}

/** There are no options here: who wants them, drills by hand. */
const terms: DrillTerms = {
  ...commandLineTerms,
  outageHook: 'an outage hook, which a gate does not have ("mesh-failover drill --outage-hook")',
  controllersPaused: 'drill by hand with --controllers-paused',
  despitePrediction: 'drill by hand with --despite-prediction',
  host: 'in deploy.gates[].drill.host',
};

/**
 * A drill of the clusters that have been written: outages there, requests to their gateways, under the lock of the run. That it is in
 * the configuration is the confirmation.
 *
 * @throws UserError where the configuration leaves something out that a drill needs, or asks for what a gate cannot do
 */
export function drillGate(declared: DrillGateConfig, input: DrillGateInput): Gate {
  const { config } = input;
  const settings = drillSettings(config);
  const names = declared.scenarios ?? config.drill.scenarios;
  const planned = plannedScenarios(names, settings.clusters);
  const hooked = planned.find(({ kind }) => kind === 'failing' || kind === 'unready');
  if (hooked) {
    throw new UserError(
      `deploy.gates: the scenario ${hooked.name} needs ${terms.outageHook}; name others in deploy.gates[].drill.scenarios`,
    );
  }
  const known = settings.clusters.flatMap((own) => {
    const cluster = input.clusters.find(({ name }) => name === own.name);
    return cluster ? [{ own, cluster }] : [];
  });
  return {
    title: `drill ${firstFew(planned.map(({ name }) => name))}`,
    async hold(surroundings) {
      const asked = surroundings.written.map(({ cluster }) => cluster.name);
      const scenarios = planned.filter(({ cluster }) => asked.includes(cluster.name));
      if (scenarios.length === 0) {
        throw unmet(
          `none of its outages is in ${asked.join(', ')}, and no other cluster is written`,
        );
      }
      const prepared = await prepareDrill({
        ...{ config, scenarios, asked, terms },
        ...{ manifests: input.project.manifests, lint: input.lint },
        settings: { ...settings, clusters: known.map(({ own }) => own) },
        clusters: known.map(({ cluster }) => cluster),
        host: declared.host,
        environment: { name: config.deploy.environment, namespace: config.deploy.namespace },
        ...{ controllersPaused: false, despitePrediction: false, hasHook: false },
      });
      const problems = prepared.checks.filter(({ outcome }) => outcome === 'problem');
      if (problems.length > 0) {
        const texts = problems.map(({ cluster, message }) =>
          cluster === undefined ? message : `cluster ${cluster}: ${message}`,
        );
        throw unmet(`it cannot be started: ${firstFew(texts)}`);
      }
      const { signal, lock } = surroundings;
      const tell = (event: DrillProgress) => tellOf(event, surroundings);
      const result = await drill(prepared, { hook: undefined, signal, tell, lock });
      if (result.verdict !== 'passed')
        throw unmet(`it has ${result.verdict}: ${reasonsOf(result)}`);
      return result.scenarios.map(passedText).join('; ');
    },
  };
}

function unmet(text: string): ClusterError {
  return new ClusterError('verification', text);
}

function reasonsOf({ reasons }: DrillResult): string {
  return reasons.length === 0 ? 'it does not say why' : firstFew(reasons);
}

function passedText({ name, timings }: DrillScenario): string {
  const { failoverSeconds: over, failbackSeconds: back, failedRequests: failed } = timings;
  const seconds = (value: number | undefined) => `${(value ?? 0).toFixed(1)} s`;
  return (
    `${name} passed: failover after ${seconds(over)}, back after ${seconds(back)}, ` +
    `${plural(failed, 'request')} failed`
  );
}

function tellOf(event: DrillProgress, { tell }: GateSurroundings): void {
  if (event.step === 'scenario') tell(`${event.name}: ${firstFew(event.changes)}`);
  if (event.step === 'restoring') tell(`restoring cluster ${event.cluster}`);
  if (event.step === 'trouble') tell(event.message);
  if (event.step === 'check' && event.outcome === 'warning') tell(event.message);
}
