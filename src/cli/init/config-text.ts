import type { Mesh } from '../../mesh/mesh.js';
import type { Environment } from '../../project/environment.js';
import type { Project } from '../../project/project.js';
import { wrap } from '../../report/wrap.js';
import type { EnvironmentCluster, FoundEnvironment, Repository } from '../../units/unit.js';
import { clusterRegions } from '../../mesh/topology.js';
import { toJson } from '../../report/json.js';
import { safeText } from '../../foundation/safe-text.js';

const schema =
  'https://raw.githubusercontent.com/mesh-failover/mesh-failover/main/schemas/mesh-failover.schema.json';
const reference = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/configuration.md';

/** More names of a kind would only fill the file. */
const mostNamed = 20;

const placeholder =
  '# There is no manifest of Istio here yet. Run mesh-failover init again when there is.';
const firstKeys = ['version: 1', 'profile: istio-1.31 # or istio-1.30, csm-managed'];

/** Whether a configuration is the one of a repository without manifests, and nobody has changed it since. */
export function isPlaceholder(text: string): boolean {
  const lines = text.split('\n');
  const isOurs = (line: string) =>
    line === '' || line.startsWith('#') || line === 'paths: [.]' || firstKeys.includes(line);
  return lines.includes(placeholder) && lines.every(isOurs);
}

/** A first configuration, from what the manifests say; what they cannot say, and every guess, is in comments. */
export function configText(project: Project): string {
  const { environments, repository } = project;
  const meshes = environments.map(({ mesh }) => mesh);
  const [only, second] = meshes;
  return [
    `# yaml-language-server: $schema=${schema}`,
    `# Every key: ${reference}`,
    ...(project.hasIstio ? [] : [placeholder]),
    ...firstKeys,
    `paths: [${pathsOf(repository).map(scalar).join(', ')}]`,
    ...repository.assumptions.flatMap((sentence) => wrap(safeText(sentence), 90)).map(comment),
    ...excludeLines(repository),
    ...namespaceLines(repository),
    ...meshConfigLines(environments),
    ...unitLines(repository),
    ...(only && !second ? meshLines(only, repository) : environmentLines(project)),
    '',
  ].join('\n');
}

/** Files that are in the way of a check, as a suggestion: they may as well be corrected. */
function excludeLines({ problems }: Repository): string[] {
  const files = [...new Set(problems.map(({ file }) => file))].sort();
  if (files.length === 0) return [];
  return [
    '# Files that cannot be read as manifests. To leave them out:',
    `# exclude: [${files.slice(0, mostNamed).map(scalar).join(', ')}]`,
  ];
}

function namespaceLines({ environments }: Repository): string[] {
  const documents = environments.flatMap((environment) => environment.documents);
  if (documents.some(({ namespaceSource }) => namespaceSource === 'unknown')) {
    return [
      '# Some objects have no namespace. Where kubectl apply -n gives it, name it:',
      '# namespace: shop',
    ];
  }
  const told = documents.filter(({ namespaceSource }) => namespaceSource === 'host');
  const [namespace, other] = new Set(told.map((document) => document.namespace));
  // Several are found again at each run; there is no key for them.
  if (namespace === undefined || other !== undefined) return [];
  return [
    '# Some objects have no namespace; hosts tell which one they are meant for.',
    `namespace: ${scalar(namespace)}`,
  ];
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
  const regions = namedRegions(mesh);
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
  const own = ownPaths(units, clusters);
  return [
    'clusters:',
    ...clusters.flatMap(({ name, locality = name, units: ids }) =>
      clusterEntry({ name, locality, paths: ids.flatMap((id) => own.get(id) ?? []) }),
    ),
  ];
}

/** The paths, by id, of the units that one cluster or environment alone has. */
function ownPaths(
  units: Repository['units'],
  owners: readonly { units: readonly string[] }[],
): Map<string, string> {
  const counts = new Map<string, number>();
  for (const id of owners.flatMap((owner) => owner.units)) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Map(units.flatMap(({ id, path }) => (counts.get(id) === 1 ? [[id, path]] : [])));
}

/** A cluster of the configuration to be. */
interface NewCluster {
  name: string;
  locality: string;
  /** Empty: what is for all clusters is all that it gets. */
  paths: readonly string[];
}

function clusterEntry({ name, locality, paths }: NewCluster): string[] {
  return [
    `  - name: ${scalar(name)}`,
    `    locality: ${scalar(locality)}`,
    ...(paths.length > 0 ? [`    paths: [${paths.map(scalar).join(', ')}]`] : []),
    '    # context: the kubeconfig context, for plan and apply',
  ];
}

/** Several environments, with the clusters of each; in comments where nothing says which clusters there are. */
function environmentLines({ environments, repository }: Project): string[] {
  const own = ownPaths(repository.units, repository.environments);
  const all = repository.environments.map((found, index) => ({
    found,
    regions: namedRegions(environments[index]?.mesh),
  }));
  const lines = all.flatMap(({ found, regions }) => [
    `  ${scalar(found.name ?? '')}:`,
    '    clusters:',
    ...clustersOf(found, regions, own)
      .flatMap(clusterEntry)
      .map((line) => `    ${line}`),
  ]);
  if (all.every(({ found, regions }) => regions.length > 0 || found.clusters.length > 0)) {
    return [
      '# The environments that were found; where no folder is a cluster, a cluster for each region that the manifests name.',
      'environments:',
      ...lines,
    ];
  }
  return [
    '# The environments that were found. Not all of their manifests name a region: put in the clusters, and remove the comment signs.',
    '# environments:',
    ...lines.map(comment),
  ];
}

/** The clusters of an environment that was found: its folders, else the regions of its manifests, else one to be filled in. */
function clustersOf(
  { clusters, units }: FoundEnvironment,
  regions: readonly string[],
  own: ReadonlyMap<string, string>,
): NewCluster[] {
  const pathsOf = (ids: readonly string[]) => ids.flatMap((id) => own.get(id) ?? []);
  if (clusters.length > 0) {
    return clusters.map(({ name, locality = name, units: ids }) => ({
      name,
      locality,
      paths: pathsOf(ids),
    }));
  }
  const names = regions.length > 0 ? regions : [unknownRegion];
  return names.map((region) => ({ name: region, locality: region, paths: pathsOf(units) }));
}

/** Stands where a region is to be put in. */
const unknownRegion = 'europe-west1';

/** The regions that manifests name, as far as they can be names of regions. */
function namedRegions(mesh: Mesh | undefined): string[] {
  return clusterRegions(mesh?.topology.clusters ?? []).filter((region) => /^[^\s/]+$/.test(region));
}

/** The top folders with anything in them that is deployed, or says how; the whole folder if some stands in it itself. */
function pathsOf({
  environments,
  units,
  meshConfigs,
  notRendered,
  problems,
  sourceFiles,
}: Repository): string[] {
  const files = [
    ...sourceFiles,
    ...environments.flatMap(({ documents }) => documents.map(({ document }) => document.file)),
    ...meshConfigs.map(({ file }) => file),
    ...notRendered.map(({ file }) => file),
    ...problems.map(({ file }) => file),
    ...units.map(({ path, kind }) => (kind === 'folder' ? '' : `${path}/x`)),
  ].filter((file) => file !== '');
  const folders = new Set(
    files.map((file) => (file.includes('/') ? (file.split('/')[0] ?? '.') : '.')),
  );
  return folders.size === 0 || folders.has('.') || folders.size > mostNamed
    ? ['.']
    : [...folders].sort();
}

function clusterLines(regions: readonly string[]): string[] {
  const found = regions.length
    ? ['# The regions that the manifests name.']
    : ['# The manifests name no region: put in your own.'];
  const names = regions.length ? regions : [unknownRegion, 'us-central1'];
  const lines = [
    'clusters:',
    ...names.flatMap((region) => clusterEntry({ name: region, locality: region, paths: [] })),
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
    ...limited([...new Set(selectors)]),
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
  const left = lines.length - mostNamed;
  return left > 0 ? [...lines.slice(0, mostNamed), `#   and ${left} more`] : [...lines];
}

/** Plain where YAML reads it as text for certain. */
function scalar(text: string): string {
  const isPlain = /^(?:\.|[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*)$/.test(text);
  return isPlain && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(text) ? text : toJson(text);
}
