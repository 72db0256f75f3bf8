import { predictClient } from '../drill/drill-prediction.js';
import { describeChange } from '../drill/field-change.js';
import type { PreparedDrill } from '../drill/prepare-drill.js';
import { predictionSentence, type DrillSteps } from '../report/drill-steps-text.js';

/** What a prepared drill would do, for people. */
export function drillSteps({
  host,
  checks,
  settings,
  scenarios,
  clients,
  mesh,
}: PreparedDrill): DrillSteps {
  return {
    host,
    checks,
    settings,
    scenarios: scenarios.map(({ planned, changes }) => ({
      name: planned.name,
      cluster: planned.cluster.name,
      changes:
        planned.kind === 'failing'
          ? ['run the failing hook: MESH_FAILOVER_ACTION=fail']
          : changes.map(describeChange),
      predicted: clients.map((client) =>
        predictionSentence(client.name, predictClient(mesh, client, [planned.outage])),
      ),
    })),
  };
}
