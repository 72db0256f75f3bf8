import { presentOverloads } from '../lint/present-overloads.js';
import { compareEvacuated, type MovedTraffic } from '../traffic/moved-traffic.js';
import { predictTable, scenariosOf } from '../traffic/table.js';
import type { Mesh } from '../mesh/mesh.js';
import { isPredictable, meshOf, type ObjectForm, type Predicted } from './deployed-table.js';
import type { Evacuation } from './evacuation.js';
import type { CheckedCluster } from './gate.js';

/** What callers will notice of an evacuation, or of its end, while all is well otherwise. */
export interface EvacuationForecast {
  /** Where the requests of each client go, before and after. */
  moves: MovedTraffic[];
  /** What speaks against it; each a sentence without its full stop. */
  objections: string[];
}

/** Predicts from what the clusters hold, and from the API servers' dry runs; undefined: a cluster has not told everything. */
export function forecast(
  checked: readonly CheckedCluster[],
  predicted: Predicted,
  { now, next }: { now: Evacuation | undefined; next: Evacuation | undefined },
): EvacuationForecast | undefined {
  if (!isPredictable(checked)) return undefined;
  const region = (next ?? now)?.region ?? '';
  const mesh = (form: ObjectForm) => meshOf(checked, predicted, form, true);
  const [before, after] = [mesh((each) => each.before), mesh((each) => each.after)];
  const { moves, objections } = compareEvacuated(healthyRows(before), healthyRows(after), {
    region,
    share: next?.share ?? 1,
    was: now?.share ?? 1,
  });
  const known = new Set(presentOverloads(before));
  const overloads = presentOverloads(after).filter((text) => !known.has(text));
  return { moves, objections: [...objections, ...overloads] };
}

function healthyRows(mesh: Mesh) {
  const healthy = scenariosOf(mesh).filter(({ name }) => name === 'healthy');
  return [...predictTable(mesh, healthy)].map(({ prediction }) => prediction);
}
