import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { parseLocality } from '../mesh/locality.js';
import { isLocalityWithin, type Outage } from '../traffic/outage.js';
import type { DrillOutageKind } from './drill-result.js';
import type { DrilledCluster } from './drill-settings.js';

/** One outage to drill: the endpoints of the host in one cluster. */
export interface PlannedScenario {
  /** `KIND:LOCALITY`, or `KIND:CLUSTER` where several clusters are in one region. */
  name: string;
  kind: DrillOutageKind;
  cluster: DrilledCluster;
  /** As the simulator knows it. */
  outage: Outage;
  /** Some endpoints stay, so that requests go on going there. */
  isPartial: boolean;
}

const kinds: readonly DrillOutageKind[] = ['scaled-to-zero', 'cordoned', 'unready', 'failing'];

/**
 * The scenarios that are asked for, in their order; by default the scaling to zero of each cluster.
 *
 * @throws UserError for a name that means no outage of a cluster
 */
export function plannedScenarios(
  names: readonly string[] | undefined,
  clusters: readonly DrilledCluster[],
): PlannedScenario[] {
  if (!names) return clusters.map((cluster) => plan('scaled-to-zero', cluster, clusters));
  return names.map((name) => {
    const [kind, place = ''] = name.split(/:(.*)/s);
    const known = kinds.find((other) => other === kind);
    if (!known) {
      const near = didYouMean(name, kinds);
      throw new UserError(
        `scenario ${name}: a drill can do ${kinds.join(', ')}, each with a cluster or a locality behind it, ` +
          `such as scaled-to-zero:${clusters[0]?.locality ?? 'europe-west1'}${near ? `; did you mean "${near}"?` : ''}`,
      );
    }
    return plan(known, clusterAt(name, place, clusters), clusters);
  });
}

function clusterAt(
  scenario: string,
  place: string,
  clusters: readonly DrilledCluster[],
): DrilledCluster {
  const named = clusters.find(({ name }) => name === place);
  if (named) return named;
  const area = parseLocality(place);
  const [only, second] = clusters.filter(({ locality }) =>
    isLocalityWithin(parseLocality(locality), area),
  );
  if (only && !second) return only;
  const names = clusters.map(({ name }) => name);
  if (second) {
    throw new UserError(
      `scenario ${scenario}: several clusters are there; name one of ${names.join(', ')}`,
    );
  }
  const near = didYouMean(place, [...names, ...clusters.map(({ locality }) => locality)]);
  throw new UserError(
    `scenario ${scenario}: no cluster has that name or locality${near ? `; did you mean "${near}"?` : `; there are ${names.join(', ')}`}`,
  );
}

function plan(
  kind: DrillOutageKind,
  cluster: DrilledCluster,
  clusters: readonly DrilledCluster[],
): PlannedScenario {
  const { region } = parseLocality(cluster.locality);
  const inRegion = clusters.filter(({ locality }) => parseLocality(locality).region === region);
  const place = inRegion.length === 1 ? cluster.locality : cluster.name;
  // To the mesh it is the same whether a pod is gone or not selected.
  const seen = kind === 'cordoned' ? 'scaled-to-zero' : kind;
  return {
    name: `${kind}:${place}`,
    kind,
    cluster,
    outage: { kind: seen, cluster: cluster.name },
    isPartial: false,
  };
}
