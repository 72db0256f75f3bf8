import type { Path } from '../foundation/range.js';
import { mergeMatches } from './delegate-match.js';
import { delegationOf } from './delegates.js';
import type { HttpRoute } from '../api/virtual-service.js';
import type { Resource } from './resource.js';

type VirtualService = Resource<'VirtualService'>;

/** An HTTP route as istiod uses it, and where it is written. */
export interface WrittenRoute {
  value: HttpRoute;
  /** The VirtualService that a root delegates to, or the root itself. */
  virtualService: VirtualService;
  path: Path;
  /** `namespace/virtual-service#` with the route's name, or else its position; of a delegate, both. */
  name: string;
}

/**
 * The HTTP routes of a VirtualService that has hosts, with its delegates' routes in place. A delegate that is not
 * there, or not exported to the root's namespace, and a route that contradicts the root's matches are dropped.
 * Source: istio/istio pilot/pkg/model/virtualservice_controller.go mergeVirtualServices.
 */
export function httpRoutesOf(
  root: VirtualService,
  all: readonly VirtualService[],
  exportTo: readonly string[] | undefined,
): WrittenRoute[] {
  return (root.spec.http ?? []).flatMap((value, index) => {
    const own = written(root, value, index);
    if (!value.delegate) return own;
    const delegate = delegationOf(root, value, all, exportTo)?.delegate;
    return (delegate?.spec.http ?? []).flatMap((leaf, position) => {
      const merged = delegate && merge(value, leaf);
      if (!merged) return [];
      const route = written(delegate, merged, position);
      return { ...route, name: `${own.name} > ${written(delegate, leaf, position).name}` };
    });
  });
}

function written(virtualService: VirtualService, value: HttpRoute, index: number): WrittenRoute {
  const { namespace, name } = virtualService;
  return {
    value,
    virtualService,
    path: ['spec', 'http', index],
    name: `${namespace}/${name}#${value.name ?? String(index)}`,
  };
}

/** Source: istio/istio pilot/pkg/model/virtualservice.go mergeHTTPRoute. */
function merge(root: HttpRoute, leaf: HttpRoute): HttpRoute | undefined {
  const match = mergeMatches(root.match ?? [], leaf.match ?? []);
  if (!match) return undefined;
  const { delegate: _, redirect: __, route: ___, name: ____, ...inherited } = root;
  return { ...inherited, ...leaf, match };
}
