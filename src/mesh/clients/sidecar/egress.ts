import type { OutboundTrafficPolicy } from '../../../api/sidecar.js';
import { HostIndex } from '../../host-index.js';
import type { Resource } from '../../resource.js';
import type { Client } from '../../topology.js';
import type { ConfigView } from '../../view.js';
import { oldestFirst } from '../../oldest-first.js';

type Sidecar = Resource<'Sidecar'>;

/** One `egress` of a Sidecar resource, or what stands for all of them without any. */
export interface EgressListener {
  /** Undefined: every port that no listener before it names. */
  port: number | undefined;
  /** Whether it is a proxy of its own that applications are told to use, or listens on an address that they are told. */
  isExplicit: boolean;
  /** Whether it takes HTTP; undefined: as the services' ports say. */
  isHttp: boolean | undefined;
  imports: ImportedHosts;
  /** Position in the resource's `egress`; undefined without one. */
  index: number | undefined;
}

/**
 * The Sidecar resource of a client: one of its namespace that selects it, else one without a selector, else that of the root
 * namespace; of several the oldest. Undefined: everything that is exported to the client is in scope.
 * Source: istio/istio pilot/pkg/model/push_context.go initSidecarScopes, doGetSidecarScope.
 */
export function sidecarResource(
  view: ConfigView,
  { namespace, labels = {} }: Client,
  rootNamespace: string,
): Sidecar | undefined {
  const all = oldestFirst(view.of('Sidecar'));
  const own = all.filter((one) => one.namespace === namespace);
  const selecting = own.find(({ spec: { workloadSelector } }) => {
    if (!workloadSelector) return false;
    return Object.entries(workloadSelector.labels ?? {}).every(
      ([key, value]) => labels[key] === value,
    );
  });
  const isWide = ({ spec }: Sidecar) => spec.workloadSelector === undefined;
  return (
    selecting ??
    own.find(isWide) ??
    all.find((one) => one.namespace === rootNamespace && isWide(one))
  );
}

/** The listeners of a Sidecar resource in their order; everything where it names none. */
export function egressListeners(sidecar: Sidecar | undefined, namespace: string): EgressListener[] {
  const egress = sidecar?.spec.egress ?? [];
  if (egress.length === 0) {
    const imports = new ImportedHosts(['*/*'], namespace);
    return [{ port: undefined, isExplicit: false, isHttp: undefined, imports, index: undefined }];
  }
  return egress.map(({ port, bind = '', captureMode, hosts = [] }, index) => {
    const protocol = port?.protocol?.toUpperCase();
    return {
      port: port?.number,
      isExplicit: bind !== '' || captureMode === 'NONE' || protocol === 'HTTP_PROXY',
      isHttp: protocol === undefined ? undefined : /^(HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol),
      imports: new ImportedHosts(hosts, namespace),
      index,
    };
  });
}

/** What becomes of requests for which a sidecar has no route. */
export type OutboundMode = 'allowed' | 'forbidden' | 'egress-proxy';

/**
 * A policy without a mode is `REGISTRY_ONLY` in a Sidecar resource; without any policy the mesh's counts, whose default is `ALLOW_ANY`.
 * Source: istio/istio pilot/pkg/model/sidecar.go; istio.io/api networking/v1alpha3 sidecar.proto.
 */
export function outboundMode(
  sidecar: Sidecar | undefined,
  mesh: OutboundTrafficPolicy | undefined,
): OutboundMode {
  const own = sidecar?.spec.outboundTrafficPolicy;
  const mode = own ? (own.mode ?? 'REGISTRY_ONLY') : (mesh?.mode ?? 'ALLOW_ANY');
  if (own?.egressProxy) return 'egress-proxy';
  return mode === 'REGISTRY_ONLY' ? 'forbidden' : 'allowed';
}

interface HostsOfNamespace {
  wanted: HostIndex<true>;
  excluded: HostIndex<true>;
}

/**
 * The `hosts` of an egress listener: `namespace/host`, where the namespace is `*`, `.` for the client's own, or has a `~` before it
 * for what is left out.
 * Source: istio/istio pilot/pkg/model/sidecar.go convertIstioListenerToWrapper, hostClassification.
 */
export class ImportedHosts {
  readonly #byNamespace = new Map<string, HostsOfNamespace>();

  constructor(hosts: readonly string[], own: string) {
    for (const entry of hosts) {
      const [written = '', host = '', ...rest] = entry.split('/');
      if (host === '' || rest.length > 0) continue;
      const isExcluded = written.startsWith('~');
      const bare = isExcluded ? written.slice(1) || '*' : written;
      const namespace = bare === '.' ? own : bare;
      let known = this.#byNamespace.get(namespace);
      if (!known) {
        known = { wanted: new HostIndex(), excluded: new HostIndex() };
        this.#byNamespace.set(namespace, known);
      }
      known[isExcluded ? 'excluded' : 'wanted'].add(host, true);
    }
  }

  /** By which hosts a service of the namespace is imported; undefined: by none. */
  ofService(namespace: string, host: string): HostIndex<true> | undefined {
    if (this.#excludes(namespace, host)) return undefined;
    return this.#lists(namespace).find(({ wanted }) => wanted.patternsCovering(host).length > 0)
      ?.wanted;
  }

  /** Whether a VirtualService of the namespace is imported, by one of its hosts; a wildcard for some of what it is for is enough. */
  hasVirtualService(namespace: string, hosts: readonly string[]): boolean {
    return this.#lists(namespace).some(({ wanted }) =>
      hosts.some(
        (host) => wanted.patternsOverlapping(host).length > 0 && !this.#excludes(namespace, host),
      ),
    );
  }

  #lists(namespace: string): HostsOfNamespace[] {
    return [this.#byNamespace.get(namespace), this.#byNamespace.get('*')].filter(
      (list) => list !== undefined,
    );
  }

  #excludes(namespace: string, host: string): boolean {
    return this.#lists(namespace).some(
      ({ excluded }) => excluded.patternsCovering(host).length > 0,
    );
  }
}
