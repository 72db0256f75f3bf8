import { join } from 'node:path';
import { istioKinds, kinds, type KindEntry } from '../api/kinds.js';
import type { HelmRequest } from '../units/rendering/request.js';
import type { FoundProgram } from './programs.js';
import { RenderRefusal } from './refusal.js';

type ServedKind = Pick<KindEntry, 'group' | 'kind' | 'versions'>;

/** Kinds of Istio that say nothing of how requests are routed, but that charts make beside those that do. */
const otherIstioKinds: readonly ServedKind[] = [
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].map((kind) => {
    return { group: 'security.istio.io', kind, versions: ['v1', 'v1beta1'] };
  }),
  { group: 'telemetry.istio.io', kind: 'Telemetry', versions: ['v1', 'v1alpha1'] },
];

/** API versions of a cluster with Istio and the Gateway API: charts ask for them before they make such objects. */
export const assumedApiVersions: readonly string[] = [
  ...new Set(
    [
      ...istioKinds,
      ...otherIstioKinds,
      kinds.GatewayApiGateway,
      kinds.GatewayClass,
      kinds.HTTPRoute,
      kinds.GRPCRoute,
    ].flatMap(({ group, kind, versions }: ServedKind) =>
      versions.flatMap((version) => [`${group}/${version}`, `${group}/${version}/${kind}`]),
    ),
  ),
];

/**
 * Builds the kustomization of the folder that the program is started in. Plugins, exec functions and Helm are off by default, and
 * nothing switches them on.
 */
export function kustomizeArguments({ name }: FoundProgram): string[] {
  return name === 'kubectl' ? ['kustomize', '.'] : ['build', '.'];
}

/**
 * Renders a chart without a cluster: neither `--validate`, `--enable-dns`, `--dependency-update` nor `--post-renderer`.
 *
 * @param chart Its folder in the copy, relative to the folder that the program is started in.
 * @param values Values files likewise; the later ones count.
 * @throws RenderRefusal for names that no release or value can have.
 */
export function helmArguments(
  { release, namespace, set }: HelmRequest,
  chart: string,
  values: readonly string[],
): string[] {
  return [
    'template',
    releaseName(release),
    `./${chart}`,
    ...(namespace === undefined ? [] : [`--namespace=${namespaceName(namespace)}`]),
    '--skip-tests',
    `--api-versions=${assumedApiVersions.join(',')}`,
    ...values.map((file) => `--values=./${file}`),
    ...set.map(setArgument),
  ];
}

/** What begins with a dash would be an option. */
function releaseName(name: string): string {
  if (/^[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?$/.test(name)) return name;
  throw new RenderRefusal(
    `"${name}" is no name that Helm takes for a release; name it with release`,
  );
}

function namespaceName(name: string): string {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw new RenderRefusal(`"${name}" is no name of a namespace`);
}

/** Numbers and truth values as they are; a text stays a text, whatever it looks like. */
function setArgument([name, value]: HelmRequest['set'][number]): string {
  if (!/^[A-Za-z_][\w.\\/[\]-]*$/.test(name)) {
    throw new RenderRefusal(`"${name}" is no name of a value that can be set`);
  }
  if (typeof value !== 'string') return `--set=${name}=${String(value)}`;
  return `--set-string=${name}=${value.replace(/[\\,{}[\]]/g, '\\$&')}`;
}

/**
 * All that a program knows of its surroundings: an empty home, no PATH, no cluster, no credentials, and no way to a network that a
 * proxy would be asked for.
 *
 * @param home An empty folder.
 */
export function programEnvironment(home: string): Record<string, string> {
  const inHome = (name: string) => join(home, name);
  // Nobody listens there: whatever tries to reach another machine is refused at once.
  const nowhere = 'http://127.0.0.1:1';
  return {
    PATH: inHome('bin'),
    HOME: home,
    TMPDIR: inHome('tmp'),
    LC_ALL: 'C.UTF-8',
    XDG_CONFIG_HOME: inHome('config'),
    XDG_CACHE_HOME: inHome('cache'),
    XDG_DATA_HOME: inHome('data'),
    KUBECONFIG: inHome('no-kubeconfig'),
    KUSTOMIZE_PLUGIN_HOME: inHome('plugins'),
    HELM_CONFIG_HOME: inHome('helm/config'),
    HELM_CACHE_HOME: inHome('helm/cache'),
    HELM_DATA_HOME: inHome('helm/data'),
    HELM_PLUGINS: '',
    HELM_NO_PLUGINS: '1',
    HELM_REGISTRY_CONFIG: inHome('helm/registry.json'),
    HELM_REPOSITORY_CONFIG: inHome('helm/repositories.yaml'),
    HELM_REPOSITORY_CACHE: inHome('helm/repository'),
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '',
    // A garbage collection more is better than to be ended for the memory taken.
    GOMEMLIMIT: '1GiB',
  };
}
