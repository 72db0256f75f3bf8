import { percent } from '../foundation/percent.js';
import { problem, warning, type Check } from './check.js';
import { checkSurvivors } from './check-health.js';
import { predictClient } from './drill-prediction.js';
import type { PreparedDrill, PreparedScenario, PrepareOptions } from './prepared-drill.js';

/** Whether an outage can be made, and may be: enough is left, and the prediction does not say that requests will fail. */
export function checkScenario(
  { planned, state, changes }: PreparedScenario,
  {
    states,
    settings,
    mesh,
    clients,
    hasHook,
    despitePrediction,
    terms,
  }: Pick<PreparedDrill, 'states' | 'settings' | 'mesh' | 'clients'> &
    Pick<PrepareOptions, 'hasHook' | 'despitePrediction' | 'terms'>,
): Check[] {
  const { name, kind, outage } = planned;
  const checks = [checkSurvivors(states, state, outage.count, settings)];
  const isByHook = kind === 'failing' || kind === 'unready';
  if (isByHook && !hasHook) {
    const message = `scenario ${name} needs ${terms.outageHook}: a program that makes the endpoints fail and work again`;
    checks.push(problem(message));
  } else if (outage.count === 0) {
    const labels = JSON.stringify(settings.cordonLabels);
    const message = `scenario ${name}: no pod of the Service has the labels ${labels} (drill.cordonLabels)`;
    checks.push({ cluster: state.cluster.name, ...problem(message) });
  } else if (!isByHook && changes.length === 0) {
    const message = `scenario ${name}: no Deployment or StatefulSet with replicas is behind the Service`;
    checks.push({ cluster: state.cluster.name, ...problem(message) });
  }
  for (const client of clients) {
    const predicted = predictClient(mesh, client, [outage]);
    const errors = predicted?.errorsMax ?? predicted?.errors ?? 0;
    if (errors <= settings.errorTolerance) continue;
    const message = `scenario ${name}: by prediction ${percent(errors)} of the requests of client ${client.name} will fail`;
    checks.push(
      despitePrediction
        ? warning(message)
        : problem(`${message}; mend the manifests, or pass ${terms.despitePrediction}`),
    );
  }
  return checks;
}
