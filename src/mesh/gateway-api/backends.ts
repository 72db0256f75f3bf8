import type { BackendReference } from '../../api/gateway-api.js';
import type { Path } from '../../foundation/range.js';
import { serviceHost } from '../host-name.js';
import type { RoutedDestination } from '../route.js';
import type { ApiRouteResource } from './attachment.js';
import type { IsGranted } from './grants.js';
import { defaultBackend, referenced } from './references.js';

/** The backends of a rule. */
export interface Backends {
  /** Those with a weight. */
  destinations: RoutedDestination[];
  /** The sum of all weights is 0, or there is no backend: istiod has the proxy answer 500. */
  isEmpty: boolean;
  /** Why istiod takes no rule of the whole route; undefined: nothing. */
  refusal: string | undefined;
  /** What of it is not modelled; undefined: nothing. */
  doubt: string | undefined;
}

/** A weight that is not written. */
const defaultWeight = 1;

/**
 * Where a rule sends requests. For the share of a backend that may not be named, or of which nobody knows the kind, the proxy has no
 * cluster.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go buildHTTPDestination, buildDestination.
 *
 * @param path Of the list.
 */
export function backendsOf(
  route: ApiRouteResource,
  references: readonly BackendReference[],
  path: Path,
  isGranted: IsGranted,
): Backends {
  const counted = references
    .map((reference, index) => ({ reference, index, weight: reference.weight ?? defaultWeight }))
    .filter(({ weight }) => weight > 0);
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const found: Backends = {
    destinations: [],
    isEmpty: total === 0,
    refusal: undefined,
    doubt: undefined,
  };
  for (const { reference, index, weight } of counted) {
    const { host, invalid, refusal, doubt } = backendOf(route, reference, isGranted);
    found.refusal ??= refusal;
    found.doubt ??= doubt;
    found.destinations.push({
      ...{ host, port: reference.port, subset: undefined },
      share: weight / total,
      path: [...path, index],
      ...(invalid === undefined ? {} : { invalid }),
    });
  }
  return found;
}

/** What a backend is for the proxy. */
export interface Backend {
  host: string;
  /** Why the proxy has no cluster for it. */
  invalid?: string;
  refusal?: string;
  doubt?: string;
}

/** The backend that a reference of a route means. */
export function backendOf(
  route: ApiRouteResource,
  reference: BackendReference,
  isGranted: IsGranted,
): Backend {
  const to = referenced(reference, defaultBackend, route.namespace);
  const { group, kind, namespace, name } = to;
  const host = serviceHost(name, { namespace, clusterDomain: route.clusterDomain });
  if (namespace !== route.namespace && !isGranted(route.kind, route.namespace, to)) {
    const invalid = `no ReferenceGrant in namespace ${namespace} lets ${route.kind}s of namespace ${route.namespace} refer to ${kind} ${name}`;
    return { host, invalid };
  }
  switch (`${kind}.${group}`) {
    case 'Service.':
      if (name.includes('.')) return { host, refusal: `backend "${name}" is no name of a Service` };
      break;
    case 'ServiceImport.multicluster.x-k8s.io':
      break;
    case 'Hostname.networking.istio.io':
      if (reference.namespace !== undefined) {
        return { host: name, refusal: `backend ${name} of kind Hostname has a namespace` };
      }
      return withPort({ host: name }, reference);
    case 'InferencePool.inference.networking.k8s.io':
      return { host, doubt: `InferencePool ${name} is not modelled` };
    default:
      return {
        host,
        invalid: `a backend of kind ${kind} (${group || 'core'}) is none that Istio knows`,
      };
  }
  return withPort({ host }, reference);
}

function withPort(backend: Backend, { port }: BackendReference): Backend {
  return port === undefined
    ? { ...backend, refusal: `backend ${backend.host} has no port` }
    : backend;
}
