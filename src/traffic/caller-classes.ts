import { kept } from '../foundation/kept.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { namespaceLabels } from '../mesh/gateway-api/namespaces.js';
import { meshGateway } from '../mesh/gateways.js';
import { namespaceOfHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import type { ConfigView } from '../mesh/view.js';

/** Callers that istiod may give the same configuration, whatever it is. */
export interface CallerClass {
  /** One of their namespaces, for all of them. */
  namespace: string;
  isNamespaceKnown: boolean;
  /** Of their pods. */
  labels: Readonly<Record<string, string>>;
  /** What they have in common, for names; undefined: nothing sets them apart. */
  title: string | undefined;
}

/** So many classes of callers are told apart; others count as callers of which nothing is said. */
const mostClasses = 200;

/**
 * The callers that one istiod may tell apart: a class for each namespace of which the manifests say something of its own (a Sidecar
 * resource, `exportTo`, a rule for a host of another namespace, `sourceNamespace`), one for all other namespaces, and one for each set of
 * labels by which an object selects callers. Namespaces without sidecars have no class.
 *
 * @param cluster One of those that the istiod serves.
 */
export function callerClasses(mesh: Mesh, cluster: string): CallerClass[] {
  const view = mesh.view(cluster);
  const names = namespacesOf(mesh, view, cluster);
  const apart = namespacesApart(mesh, view);
  const own = [...names].filter(([name]) => apart.has(name));
  const [other] = [...names].filter(([name]) => !apart.has(name));
  const classes: CallerClass[] = [
    ...(other ? [classOf(other, undefined)] : []),
    ...own.map((one) => classOf(one, one[0])),
  ];
  const [first] = classes;
  if (!first) return [];
  const homes = new Map(classes.map((one) => [one.namespace, one]));
  for (const { labels, namespace } of selectedCallers(view)) {
    const home = (namespace === undefined ? undefined : homes.get(namespace)) ?? first;
    const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const title = [home.title, ...pairs].filter((part) => part !== undefined).join(',');
    classes.push({ ...home, labels, title });
  }
  const byTitle = new Map(classes.map((one) => [one.title, one]));
  return [...byTitle.values()].slice(0, mostClasses);
}

function classOf([namespace, isKnown]: [string, boolean], title: string | undefined): CallerClass {
  return { namespace, isNamespaceKnown: isKnown, labels: {}, title };
}

/** The namespaces in which callers with a sidecar may be, and whether their names are known, sorted. */
function namespacesOf(mesh: Mesh, view: ConfigView, cluster: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const add = ({ namespace, isNamespaceKnown }: Resource) => {
    if (found.get(namespace) !== true) found.set(namespace, isNamespaceKnown);
  };
  const kinds = ['Service', 'ServiceEntry', 'Sidecar', 'Deployment', 'StatefulSet'] as const;
  for (const kind of kinds) for (const one of view.of(kind)) add(one);
  for (const one of view.of('VirtualService')) if (bindingsOf(one).has(meshGateway)) add(one);
  for (const rule of view.of('DestinationRule')) {
    add(rule);
    const own = namespaceOfHost(ruleHost(rule));
    if (own !== undefined && !found.has(own)) found.set(own, true);
  }
  for (const name of [...exportedByName(mesh, view), ...sourceNamespaces(view)]) {
    if (!found.has(name)) found.set(name, true);
  }
  const { rootNamespace } = mesh.config;
  const installed = new Set([rootNamespace, 'istio-system', 'kube-system']);
  const labels = namespaceLabels(mesh.placed, cluster);
  const isMeant = ([name]: [string, boolean]) => !installed.has(name) && hasSidecars(labels, name);
  return new Map([...found].filter(isMeant).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Namespaces that say nothing of it may have them. */
function hasSidecars(labels: ReturnType<typeof namespaceLabels>, name: string): boolean {
  const own = labels.get(name) ?? {};
  return own['istio-injection'] !== 'disabled' && own['istio.io/dataplane-mode'] !== 'ambient';
}

/** The namespaces whose callers may get something else than those of others. */
function namespacesApart(mesh: Mesh, view: ConfigView): Set<string> {
  const { rootNamespace } = mesh.config;
  const apart = new Set([...exportedByName(mesh, view), ...sourceNamespaces(view)]);
  for (const { namespace } of view.of('Sidecar')) apart.add(namespace);
  for (const rule of view.of('DestinationRule')) {
    if (rule.namespace === rootNamespace) continue;
    if (rule.spec.workloadSelector || !isAtHome(mesh, rule)) apart.add(rule.namespace);
  }
  const homes = new Map<string, Set<string>>();
  for (const { host, namespace } of mesh.services.all) {
    kept(homes, host, () => new Set<string>()).add(namespace);
  }
  for (const own of homes.values()) if (own.size > 1) for (const name of own) apart.add(name);
  for (const kind of ['HTTPRoute', 'GRPCRoute'] as const) {
    for (const { namespace, spec } of view.of(kind)) {
      if (spec.parentRefs?.some((parent) => parent.kind === 'Service')) apart.add(namespace);
    }
  }
  return apart;
}

/** Whether a rule is in the namespace of the service that it is for: there it counts for its own callers as for all others. */
function isAtHome({ services }: Mesh, rule: Resource<'DestinationRule'>): boolean {
  const host = ruleHost(rule);
  return (services.find(host)?.namespace ?? namespaceOfHost(host)) === rule.namespace;
}

/** The namespaces that something is exported to by name, their own included. */
function exportedByName({ config }: Mesh, view: ConfigView): Set<string> {
  const { meshConfig = {} } = config;
  const found = new Set<string>();
  const add = (
    own: string,
    exportTo: readonly string[] | undefined,
    standard: readonly string[] | undefined,
  ) => {
    const targets = exportTo?.length ? exportTo : (standard ?? []);
    if (targets.length === 0 || targets.includes('*')) return;
    found.add(own);
    for (const target of targets) if (target !== '.' && target !== '~') found.add(target);
  };
  for (const { namespace, spec } of view.of('VirtualService')) {
    add(namespace, spec.exportTo, meshConfig.defaultVirtualServiceExportTo);
  }
  for (const { namespace, spec } of view.of('DestinationRule')) {
    add(namespace, spec.exportTo, meshConfig.defaultDestinationRuleExportTo);
  }
  for (const { namespace, spec } of view.of('ServiceEntry')) {
    add(namespace, spec.exportTo, meshConfig.defaultServiceExportTo);
  }
  for (const { namespace, annotations } of view.of('Service')) {
    const written = annotations['networking.istio.io/exportTo'];
    const exportTo = written?.split(',').map((name) => name.trim());
    add(namespace, exportTo, meshConfig.defaultServiceExportTo);
  }
  return found;
}

function sourceNamespaces(view: ConfigView): Set<string> {
  const matches = view.of('VirtualService').flatMap((root) => matchesOf(root));
  return new Set(matches.flatMap(({ sourceNamespace }) => sourceNamespace || []));
}

function matchesOf({ spec }: Resource<'VirtualService'>) {
  return [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])].flatMap(
    ({ match = [] }) => match,
  );
}

/** The labels by which objects select callers, each once for each namespace. */
function selectedCallers(
  view: ConfigView,
): { labels: Readonly<Record<string, string>>; namespace: string | undefined }[] {
  const all = [
    ...view
      .of('Sidecar')
      .map(({ namespace, spec }) => ({ labels: spec.workloadSelector?.labels, namespace })),
    ...view
      .of('DestinationRule')
      .map(({ namespace, spec }) => ({ labels: spec.workloadSelector?.matchLabels, namespace })),
    ...view
      .of('VirtualService')
      .filter((root) => bindingsOf(root).has(meshGateway))
      .flatMap((root) =>
        matchesOf(root)
          .filter(({ gateways }) => !gateways?.length)
          .map(({ sourceLabels, sourceNamespace }) => ({
            labels: sourceLabels,
            namespace: sourceNamespace || root.namespace,
          })),
      ),
  ];
  const distinct = new Map<string, { labels: Record<string, string>; namespace: string }>();
  for (const { labels = {}, namespace } of all) {
    if (Object.keys(labels).length === 0) continue;
    const key = JSON.stringify([namespace, Object.entries(labels).sort()]);
    if (!distinct.has(key)) distinct.set(key, { labels, namespace });
  }
  return [...distinct.values()];
}
