/** Routes of the Gateway API for Services, beside what a mesh of sidecars has. */
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';
import { generateSidecarMesh, PORTS, type SidecarMesh } from './generate.js';

/** The mesh of a seed with routes for some of its Services. */
export function generateRoutedMesh(seed: number, index: number): SidecarMesh {
  const mesh = generateSidecarMesh(seed, index);
  const draw = new Draw(seed * 7_919 + index + 1);
  const routes = Array.from({ length: draw.int(1, 4) }, (_, number) => ({
    manifest: routeFor(draw, mesh, number),
    wave: draw.chance(0.3) ? (1 as const) : (0 as const),
  }));
  return { ...mesh, objects: [...mesh.objects, ...routes] };
}

function routeFor(draw: Draw, { namespaces, objects }: SidecarMesh, number: number): Manifest {
  const namespace = draw.pick(namespaces);
  const entries = objects.filter(({ manifest }) => manifest.kind === 'ServiceEntry');
  const toEntry = entries.length > 0 && draw.chance(0.15) ? draw.pick(entries).manifest : undefined;
  const parent = toEntry
    ? {
        ...{ group: 'networking.istio.io', kind: 'ServiceEntry', name: toEntry.metadata.name },
        namespace: toEntry.metadata.namespace,
      }
    : {
        ...{ group: '', kind: 'Service', name: draw.pick(['web', 'web', 'api', 'db', 'nowhere']) },
        namespace: draw.pick(namespaces),
      };
  const name = `${draw.pick(['a', 'm', 'z'])}-route-${number}`;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [{ ...parent, ...(draw.chance(0.3) ? { port: draw.pick(PORTS) } : {}) }],
      rules: Array.from({ length: draw.int(1, 3) }, (_, index) =>
        rule(draw, namespaces, index, name),
      ),
    },
  };
}

function rule(draw: Draw, namespaces: readonly string[], index: number, route: string): object {
  const path = draw.weighted<object | undefined>([
    [30, undefined],
    [30, { type: 'PathPrefix', value: draw.pick(['/', '/api', '/api/v1']) }],
    [25, { type: 'Exact', value: draw.pick(['/', '/api', '/one']) }],
  ]);
  const weights = draw.weighted([
    [60, [100]],
    [30, [30, 70]],
    [6, [0]],
    [4, []],
  ]);
  const times = draw.chance(0.2) ? { timeouts: { request: '2s' } } : {};
  return {
    name: `${route}-${index}`,
    ...(path ? { matches: [{ path }] } : {}),
    ...times,
    backendRefs: weights.map((weight) => ({
      name: draw.pick(['web', 'web', 'api', 'db']),
      ...(draw.chance(0.5) ? { namespace: draw.pick(namespaces) } : {}),
      port: draw.pick(PORTS),
      weight,
    })),
  };
}
