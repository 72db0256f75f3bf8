import { predictClient } from '../drill/drill-prediction.js';
import { describeChange } from '../drill/field-change.js';
import type { PreparedDrill } from '../drill/prepared-drill.js';
import { predictionSentence, type DrillSteps } from './drill-steps-text.js';

/** What a prepared drill would do, for people. */
export function drillSteps({
  host,
  checks,
  settings,
  scenarios,
  clients,
  mesh,
  terms,
}: PreparedDrill): DrillSteps {
  return {
    host,
    checks,
    settings,
    confirm: terms.confirm(settings.environment),
    scenarios: scenarios.map(({ planned, changes }) => ({
      name: planned.name,
      cluster: planned.cluster.name,
      changes:
        planned.kind === 'failing' || planned.kind === 'unready'
          ? [`run the outage hook: MESH_FAILOVER_ACTION=fail MESH_FAILOVER_KIND=${planned.kind}`]
          : changes.map(describeChange),
      predicted: clients.map((client) =>
        predictionSentence(client.name, predictClient(mesh, client, [planned.outage])),
      ),
    })),
  };
}
