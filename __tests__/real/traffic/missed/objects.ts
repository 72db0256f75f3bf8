/** Objects in which a failover is lost, for istiod and for a check alike. */
import type { Manifest, Placed } from '../cases/case.js';
import { podObjects } from '../cases/pods.js';

export const NAMESPACE = 'shop';

export const HERE = 'europe-west1/b';
export const NEAR = 'europe-west1/c';
export const FAR = 'us-central1/a';

/** Leads from one region to the other. */
export const failover = { failover: [{ from: 'europe-west1', to: 'us-central1' }] };

/** `web` is `web.shop.svc.cluster.local`. */
export function hostOf(name: string): string {
  return `${name}.${NAMESPACE}.svc.cluster.local`;
}

export function istio(
  kind: string,
  name: string,
  spec: Record<string, unknown>,
  namespace = NAMESPACE,
): Manifest {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace }, spec };
}

export function service(name: string, more: Record<string, unknown> = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      selector: { app: name },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      ...more,
    },
  };
}

export function rule(
  name: string,
  localityLbSetting: object,
  outlierDetection: object = { consecutive5xxErrors: 5, maxEjectionPercent: 100 },
): Manifest {
  return istio('DestinationRule', name, {
    host: hostOf(name),
    trafficPolicy: { outlierDetection, loadBalancer: { localityLbSetting } },
  });
}

/** A ServiceEntry for the host of a Service, with one endpoint in the other region. */
export function entry(
  name: string,
  address: string,
  more: { namespace?: string; port?: object; spec?: Record<string, unknown> } = {},
): Manifest {
  const { namespace, port, spec } = more;
  return istio(
    'ServiceEntry',
    name,
    {
      hosts: [hostOf(name)],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', ...port }],
      endpoints: [{ address, locality: FAR }],
      ...spec,
    },
    namespace,
  );
}

/** A VirtualService that leads a public host to a Service, by one route. */
export function route(
  name: string,
  host: string,
  to: string,
  more: Record<string, unknown> = {},
): Manifest {
  return istio('VirtualService', name, {
    hosts: [host],
    gateways: [`${NAMESPACE}/public`],
    http: [{ route: [{ destination: { host: hostOf(to) } }], ...more }],
  });
}

export function gateway(hosts: readonly string[], port: number | string = 80): Manifest {
  return istio('Gateway', 'public', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts }],
  });
}

export interface Pod {
  address: string;
  locality: string;
  cluster: 'a' | 'b' | 'c';
}

/** The pods of a Service, with the slices that list them. */
export function pods(of: Manifest, list: readonly Pod[]): Placed[] {
  const rest = { weight: undefined, network: undefined, serviceAccount: undefined, labels: {} };
  return podObjects(
    of,
    list.map((pod) => ({ ...rest, ...pod, isUnready: false })),
  );
}

export function everywhere(...manifests: Manifest[]): Placed[] {
  return manifests.map((manifest) => ({ manifest, cluster: undefined, wave: 0 }));
}
