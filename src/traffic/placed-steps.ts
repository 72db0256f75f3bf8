import { placeAt } from '../manifest/document.js';
import type { Path } from '../foundation/range.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place, Resource } from '../mesh/resource.js';
import type { RouteStep } from '../mesh/route.js';
import type { Target } from '../mesh/target.js';
import type { PolicyField } from '../mesh/traffic-policy.js';
import type { ExplainStep } from './explain.js';
import type { PlacedStep } from './result.js';
import { routeSteps } from './route-steps.js';

/** The steps of the routing, then those of the prediction, each with the manifest line that is responsible. */
export function placedSteps(
  mesh: Mesh,
  target: Target,
  steps: readonly ExplainStep[],
): PlacedStep[] {
  if (target.unserved) return routeSteps(mesh, target).map(located);
  return [...routeSteps(mesh, target).map(located), ...predictionSteps(mesh, target, steps)];
}

/** The steps of the prediction alone. */
export function predictionSteps(
  mesh: Mesh,
  target: Target,
  steps: readonly ExplainStep[],
): PlacedStep[] {
  return steps.map((step) => {
    if (step.origin === 'mesh') return fromMeshConfig(mesh, step);
    return located({ rule: step.rule, text: step.text, place: placeOfStep(mesh, target, step) });
  });
}

/** A step with the line of its place. */
export function located({ rule, text, place }: RouteStep): PlacedStep {
  if (!place) return { rule, text };
  const { document } = place.resource;
  const { file, line, column } = placeAt(document, place.path, place.part);
  return { rule, text, file, line, column };
}

/** The manifest's field that a step is about; undefined where none is, or where it is the mesh configuration's. */
export function placeOfStep(
  { services }: Mesh,
  { policies, host }: Target,
  { origin, path = [] }: ExplainStep,
): Place | undefined {
  if (origin === 'service') {
    const resource = services.find(host)?.resource;
    return resource && { resource, path: servicePath(resource, path), part: 'key' };
  }
  if (origin !== 'policy') return undefined;
  const [field, ...rest] = path;
  for (const { policy } of policies) {
    const place = policy.places[field as PolicyField];
    // A field is one of several; an item of a list has no key.
    const isKey = typeof (rest.at(-1) ?? field) === 'string';
    if (place) {
      return { ...place, path: [...place.path, ...rest], part: isKey ? 'key' : 'value' };
    }
  }
  return policies[0]?.policy.levels[field as PolicyField].place;
}

const distribution = 'networking.istio.io/traffic-distribution';

/** An annotation stands for the field, and hides it. */
function servicePath(
  { annotations }: Pick<Resource, 'annotations'>,
  path: readonly (string | number)[],
): Path {
  const isAnnotated = path[0] === 'trafficDistribution' && annotations[distribution] !== undefined;
  return isAnnotated ? ['metadata', 'annotations', distribution] : ['spec', ...path];
}

/** The mesh configuration is a file of its own, without positions: where it is named has to do. */
function fromMeshConfig({ config }: Mesh, { rule, text, path = [] }: ExplainStep): PlacedStep {
  const said = `${text} (mesh configuration, ${path.join('.')})`;
  if (!config.document || config.file === undefined) return { rule, text: said };
  const { line, column } = config.document.locate(['meshConfig'], 'key');
  return { rule, text: said, file: config.file, line, column };
}
