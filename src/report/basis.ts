import { isIstioGroup } from '../api/kinds.js';
import type { Config } from '../config/config.js';
import { whyNoHost } from '../traffic/why-nothing.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Project } from '../project/project.js';
import type { Repository } from '../units/unit.js';
import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import { plural } from '../foundation/plural.js';
import { clusterRegions } from '../mesh/topology.js';
import { rowTargets } from '../traffic/table.js';
import { isInTable } from '../traffic/without-policy.js';

/** The facts of a basis, and the sentences, which end with a full stop. */
export function partsOfBasis(basis: readonly string[]): { facts: string[]; sentences: string[] } {
  const isSentence = (part: string) => part.endsWith('.');
  return {
    facts: basis.filter((part) => !isSentence(part)),
    sentences: basis.filter(isSentence),
  };
}

/** What the numbers of all environments rest on, with what was assumed about the repository. */
export function basisOf(project: Project, now: Date): string[] {
  const { environments, repository } = project;
  const sentences = [
    ...environments.flatMap(({ meshConfigFile }) =>
      meshConfigFile === undefined ? [] : [`mesh configuration from ${meshConfigFile}`],
    ),
    ...repository.assumptions,
    ...renderedUnits(repository, project.config),
  ];
  const [first, second] = environments;
  if (first && !second) return [...basisOfMesh(first.mesh, now), ...new Set(sentences)];
  const names = environments.map(({ name }) => name ?? '');
  const byLine = new Map<string, string[]>();
  const beside = [...new Set(environments.flatMap(({ mesh }) => podsBeside(mesh)))];
  for (const { name, mesh } of environments) {
    for (const line of basisOfMesh(mesh, now, beside)) addTo(byLine, line, name ?? '');
  }
  const lines = [...byLine].map(([line, own]) =>
    own.length === names.length ? line : `${firstFew(own)}: ${line}`,
  );
  return [
    `${plural(names.length, 'environment')} (${firstFew(names)})`,
    ...lines,
    ...new Set(sentences),
  ];
}

/** Which programs have rendered how many units. */
function renderedUnits({ units, requests }: Repository, { render }: Config): string[] {
  const by = (['kustomize', 'helm'] as const).flatMap((program) => {
    const count = units.filter(({ renderedBy }) => renderedBy === program).length;
    return count === 0 ? [] : [`${plural(count, 'unit')} rendered by ${program}`];
  });
  return render === 'auto' && requests.length > 0 && by.length === 0
    ? ['nothing was rendered']
    : by;
}

/**
 * What the numbers rest on, so that nobody takes an assumption for a measurement.
 *
 * @param now What the age of an inventory counts to.
 * @param beside Hosts with pods that are assumed beside the endpoints that the manifests list; default: those of the mesh.
 */
export function basisOfMesh(mesh: Mesh, now: Date, beside = podsBeside(mesh)): string[] {
  const { config, documents, topology } = mesh;
  const regions = clusterRegions(topology.clusters);
  const hosts = [...new Set(mesh.sharedTargets().map(({ host }) => host))];
  const assumed = hosts.filter((host) => topology.endpoints(host).some((group) => group.assumed));
  const istio = documents.filter(({ value }) => isIstioGroup(value['apiVersion'])).length;
  const lines = [
    plural(istio, 'manifest'),
    `${plural(regions.length, 'region')}${zonesText(mesh)} (from ${config.clusters ? (config.file ?? 'the configuration') : 'the manifests'})`,
    `profile ${config.profile}`,
  ];
  if (assumed.length && regions.length) {
    lines.push(
      `one endpoint per ${topology.byZone ? 'zone' : 'cluster'} assumed for ${assumed.length === hosts.length ? 'every host' : plural(assumed.length, 'host')}` +
        (beside.length ? `, beside the listed ones of ${firstFew(beside)}` : ''),
    );
  }
  lines.push(...unknownPods(mesh, hosts));
  const read = inventoryAge(mesh, hosts, now);
  if (read !== undefined) lines.push(read);
  const noHost = whyNoHost(mesh);
  if (noHost !== undefined) {
    lines.push(`${noHost}, so nothing is predicted`);
  } else if (regions.length === 0) {
    lines.push('no regions known, so nothing is predicted: declare clusters in mesh-failover.yaml');
  } else if (!rowTargets(mesh).some((target) => isInTable(mesh, target))) {
    lines.push('no host has a route or a policy, so nothing is predicted');
  }
  return lines;
}

/** Where zones count as regions do, how many of them there are. */
function zonesText({ topology }: Mesh): string {
  if (!topology.byZone) return '';
  const zones = new Set(
    topology.clients
      .filter(({ locality }) => locality.zone !== '')
      .map(({ locality }) => `${locality.region}/${locality.zone}`),
  );
  return zones.size > 1 ? ` and ${plural(zones.size, 'zone')}` : '';
}

/** Hosts of which manifests list endpoints, and which have pods beside them. */
function podsBeside(mesh: Mesh): string[] {
  const { topology } = mesh;
  const hosts = new Set(mesh.sharedTargets().map(({ host }) => host));
  const isListed = (host: string) => topology.endpoints(host).some(({ assumed }) => !assumed);
  return [...hosts]
    .filter((host) => topology.podsBeside(host) === 'some' && isListed(host))
    .map(shortHost);
}

/** Hosts of which not every endpoint is known, so that nobody takes those that are for all. */
function unknownPods({ topology }: Mesh, hosts: readonly string[]): string[] {
  const unknown = hosts.filter((host) => topology.podsBeside(host) === 'unknown').map(shortHost);
  if (unknown.length === 0) return [];
  return [
    `Whether ${firstFew(unknown)} ${unknown.length > 1 ? 'have' : 'has'} pods is not known: the ServiceEntry selects ` +
      'them by labels, and only the WorkloadEntries count here. List the endpoints under workloads.',
  ];
}

/** How old the oldest endpoints are that were read from clusters. */
function inventoryAge({ config }: Mesh, hosts: readonly string[], now: Date): string | undefined {
  const times = config.workloads
    .filter(({ host }) => hosts.includes(host))
    .flatMap(({ readAt }) => (readAt === undefined ? [] : [Date.parse(readAt)]));
  if (times.length === 0) return undefined;
  const age = ageText(now.getTime() - Math.min(...times));
  const which = times.length === hosts.length ? '' : ` for ${plural(times.length, 'host')}`;
  return `inventory of ${age}${which}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function ageText(ms: number): string {
  if (ms < minute) return 'just now';
  if (ms < hour) return `${plural(Math.floor(ms / minute), 'minute')} ago`;
  if (ms < 2 * day) return `${plural(Math.floor(ms / hour), 'hour')} ago`;
  return `${plural(Math.floor(ms / day), 'day')} ago`;
}
