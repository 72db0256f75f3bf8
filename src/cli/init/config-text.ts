import { isIstioGroup } from '../../api/kinds.js';
import { firstFew } from '../../foundation/first-few.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Environment } from '../../project/environment.js';
import type { Project } from '../../project/project.js';
import { wrap } from '../../report/wrap.js';
import type { EnvironmentCluster, Repository } from '../../units/unit.js';
import { regionsOf } from '../../mesh/topology.js';
import { toJson } from '../../report/json.js';
import { safeText } from '../../foundation/safe-text.js';

const SCHEMA =
  'https://raw.githubusercontent.com/mesh-failover/mesh-failover/main/schemas/mesh-failover.schema.json';
const REFERENCE = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/configuration.md';

/** More names of a kind would only fill the file. */
const MOST_NAMED = 20;

/** A first configuration, from what the manifests say; what they cannot say is in comments. */
export function configText({ environments, repository }: Project): string {
  const meshes = environments.map(({ mesh }) => mesh);
  const [only, second] = meshes;
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# Every key: ${REFERENCE}`,
    'version: 1',
    'profile: istio-1.31 # or istio-1.30, csm-managed',
    `paths: [${pathsOf(meshes).map(scalar).join(', ')}]`,
    ...repository.assumptions.flatMap((sentence) => wrap(safeText(sentence), 90)).map(comment),
    ...(only && !second ? meshLines(only, repository) : environmentLines(environments)),
    '',
  ].join('\n');
}

function comment(line: string): string {
  return `# ${line}`;
}

/** The clusters, gateways and hosts of the only environment. */
function meshLines(mesh: Mesh, repository: Repository): string[] {
  // What is no name of a region would be no configuration either.
  const regions = regionsOf(mesh.topology.clusters).filter((region) => /^[^\s/]+$/.test(region));
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
function environmentLines(environments: readonly Environment[]): string[] {
  const names = environments.map(({ name }) => safeText(name ?? ''));
  return [
    `# Environments: ${firstFew(names)}. mesh-failover discover prints them.`,
    '# To declare them, or the clusters of one:',
    '# environments:',
    `#   ${names[0] ?? 'prod'}:`,
    '#     clusters:',
    '#       - { name: a, locality: europe-west1, paths: [clusters/a] }',
  ];
}

/** The top folders with Istio's objects in them; the whole folder if some stand in it itself. */
function pathsOf(meshes: readonly Mesh[]): string[] {
  const files = meshes
    .flatMap(({ documents }) => documents)
    .filter(({ value }) => isIstioGroup(value['apiVersion']))
    .map(({ file }) => file);
  const folders = files.map((file) => (file.includes('/') ? (file.split('/')[0] ?? '.') : '.'));
  return folders.length === 0 || folders.includes('.') ? ['.'] : [...new Set(folders)].sort();
}

function clusterLines(regions: readonly string[]): string[] {
  const found = regions.length
    ? ['# The regions that the manifests name.']
    : ['# The manifests name no region: put in your own.'];
  const names = regions.length ? regions : ['europe-west1', 'us-central1'];
  return [
    ...found,
    'clusters:',
    ...names.flatMap((region) => [
      `  - name: ${scalar(region)}`,
      `    locality: ${scalar(region)}`,
      '    # context: the kubeconfig context, for plan and apply',
    ]),
  ];
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
