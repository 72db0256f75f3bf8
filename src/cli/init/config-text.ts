import type { Mesh } from '../../mesh/mesh.js';
import type { Environment } from '../../project/environment.js';
import type { Project } from '../../project/project.js';
import { wrap } from '../../report/wrap.js';
import type { EnvironmentCluster, Repository } from '../../units/unit.js';
import { clusterRegions } from '../../mesh/topology.js';
import { toJson } from '../../report/json.js';
import { safeText } from '../../foundation/safe-text.js';

const SCHEMA =
  'https://raw.githubusercontent.com/mesh-failover/mesh-failover/main/schemas/mesh-failover.schema.json';
const REFERENCE = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/configuration.md';

/** More names of a kind would only fill the file. */
const MOST_NAMED = 20;

/** A first configuration, from what the manifests say; what they cannot say, and every guess, is in comments. */
export function configText(project: Project): string {
  const { environments, repository } = project;
  const meshes = environments.map(({ mesh }) => mesh);
  const [only, second] = meshes;
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# Every key: ${REFERENCE}`,
    ...(project.hasIstio
      ? []
      : ['# There is no manifest of Istio here yet. Run mesh-failover init again when there is.']),
    'version: 1',
    'profile: istio-1.31 # or istio-1.30, csm-managed',
    `paths: [${pathsOf(repository).map(scalar).join(', ')}]`,
    ...repository.assumptions.flatMap((sentence) => wrap(safeText(sentence), 90)).map(comment),
    ...excludeLines(repository),
    ...namespaceLines(repository),
    ...meshConfigLines(environments),
    ...unitLines(repository),
    ...(only && !second ? meshLines(only, repository) : environmentLines(repository)),
    '',
  ].join('\n');
}

/** Files that are in the way of a check, as a suggestion: they may as well be corrected. */
function excludeLines({ problems }: Repository): string[] {
  const files = [...new Set(problems.map(({ file }) => file))].sort();
  if (files.length === 0) return [];
  return [
    '# Files that cannot be read as manifests. To leave them out:',
    `# exclude: [${files.slice(0, MOST_NAMED).map(scalar).join(', ')}]`,
  ];
}

/** Where hosts tell a namespace it is found again at each run. */
function namespaceLines({ environments }: Repository): string[] {
  const isUnknown = environments.some(({ documents }) =>
    documents.some(({ namespaceSource }) => namespaceSource === 'unknown'),
  );
  return isUnknown
    ? [
        '# Some objects have no namespace. Where kubectl apply -n gives it, name it:',
        '# namespace: shop',
      ]
    : [];
}

function meshConfigLines(environments: readonly Environment[]): string[] {
  const files = environments.flatMap(({ meshConfigFile }) => meshConfigFile ?? []);
  return [...new Set(files)].map(
    (file) => `# The mesh configuration is read from ${safeText(file)}.`,
  );
}

/** The deployment units, where there is more than one. */
function unitLines({ units }: Repository): string[] {
  if (units.length < 2) return [];
  return [
    '# Deployment units; mesh-failover discover prints how they belong together:',
    ...limited(
      units.map(({ id, rendered }) => `#   ${safeText(id)}${rendered ? '' : ' (not rendered)'}`),
    ),
  ];
}

function comment(line: string): string {
  return `# ${line}`;
}

/** The clusters, gateways and hosts of the only environment. */
function meshLines(mesh: Mesh, repository: Repository): string[] {
  // What is no name of a region would be no configuration either.
  const regions = clusterRegions(mesh.topology.clusters).filter((region) =>
    /^[^\s/]+$/.test(region),
  );
  const hosts = [...new Set(mesh.targets().map(({ host }) => host))];
  const clusters = repository.environments[0]?.clusters ?? [];
  return [
    ...(clusters.length > 0 ? foundClusterLines(clusters, repository) : clusterLines(regions)),
    ...gatewayLines(mesh),
    ...hostLines(hosts),
  ];
}

/** Clusters that have folders of their own. */
function foundClusterLines(
  clusters: readonly EnvironmentCluster[],
  { units }: Repository,
): string[] {
  const isOwn = (id: string) => clusters.filter((one) => one.units.includes(id)).length === 1;
  return [
    'clusters:',
    ...clusters.flatMap(({ name, locality, units: ids }) => {
      const own = units.filter(({ id }) => ids.includes(id) && isOwn(id)).map(({ path }) => path);
      return [
        `  - name: ${scalar(name)}`,
        `    locality: ${scalar(locality ?? name)}`,
        ...(own.length > 0 ? [`    paths: [${own.map(scalar).join(', ')}]`] : []),
        '    # context: the kubeconfig context, for plan and apply',
      ];
    }),
  ];
}

/** Several environments are found again at each run: to declare them is needed only where that is wrong. */
function environmentLines({ environments, units }: Repository): string[] {
  const pathOf = new Map(units.map(({ id, path }) => [id, path]));
  const list = environments.flatMap(({ name, clusters, units: own }) => {
    const shown = own.slice(0, MOST_NAMED).map((id) => pathOf.get(id) ?? id);
    const found = clusters.map(
      (cluster) =>
        `#       cluster ${cluster.name}${cluster.locality ? ` in ${cluster.locality}` : ''}`,
    );
    return [`#   ${name ?? ''}: ${shown.join(', ')}`, ...found].map(safeText);
  });
  return [
    '# Environments that were found, with the folders of their units:',
    ...limited(list),
    '# To declare them, or the clusters of one:',
    '# environments:',
    `#   ${safeText(environments[0]?.name ?? 'prod')}:`,
    '#     clusters:',
    '#       - { name: a, locality: europe-west1, paths: [clusters/a] }',
  ];
}

/** The top folders with anything in them that is deployed, or says how; the whole folder if some stands in it itself. */
function pathsOf({
  environments,
  units,
  meshConfigs,
  notRendered,
  problems,
}: Repository): string[] {
  const files = [
    ...environments.flatMap(({ documents }) => documents.map(({ document }) => document.file)),
    ...meshConfigs.map(({ file }) => file),
    ...notRendered.map(({ file }) => file),
    ...problems.map(({ file }) => file),
    ...units.map(({ path, kind }) => (kind === 'folder' ? '' : `${path}/x`)),
  ].filter((file) => file !== '');
  const folders = new Set(
    files.map((file) => (file.includes('/') ? (file.split('/')[0] ?? '.') : '.')),
  );
  return folders.size === 0 || folders.has('.') || folders.size > MOST_NAMED
    ? ['.']
    : [...folders].sort();
}

function clusterLines(regions: readonly string[]): string[] {
  const found = regions.length
    ? ['# The regions that the manifests name.']
    : ['# The manifests name no region: put in your own.'];
  const names = regions.length ? regions : ['europe-west1', 'us-central1'];
  const lines = [
    'clusters:',
    ...names.flatMap((region) => [
      `  - name: ${scalar(region)}`,
      `    locality: ${scalar(region)}`,
      '    # context: the kubeconfig context, for plan and apply',
    ]),
  ];
  // What nobody has said is no configuration.
  return [...found, ...(regions.length ? lines : lines.map(comment))];
}

/** By default every gateway pod matches, in istio-system. */
function gatewayLines({ resources }: Mesh): string[] {
  const selectors = resources.Gateway.map(({ namespace, name, spec }) => {
    const labels = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
    return `#   ${safeText(`${namespace}/${name}: pods with ${labels.join(', ') || 'any labels'}`)}`;
  });
  if (selectors.length === 0) return [];
  return [
    '# Gateways; where their pods are not in istio-system, declare them as clients:',
    ...limited(selectors),
  ];
}

function hostLines(hosts: readonly string[]): string[] {
  if (hosts.length === 0) return [];
  return [
    '# Hosts; one endpoint in each cluster is assumed until workloads say more. To write them from the clusters:',
    '#   mesh-failover inventory --from-clusters',
    ...limited(hosts.map((host) => `#   ${safeText(host)}`)),
  ];
}

function limited(lines: readonly string[]): string[] {
  const left = lines.length - MOST_NAMED;
  return left > 0 ? [...lines.slice(0, MOST_NAMED), `#   and ${String(left)} more`] : [...lines];
}

/** Plain where YAML reads it as text for certain. */
function scalar(text: string): string {
  const isPlain = /^(?:\.|[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*)$/.test(text);
  return isPlain && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(text) ? text : toJson(text);
}
