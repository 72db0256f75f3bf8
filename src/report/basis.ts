import type { Mesh } from '../mesh/mesh.js';
import { regionsOf } from '../mesh/topology.js';

/** What the numbers rest on, so that nobody takes an assumption for a measurement. */
export function basisOf(mesh: Mesh): string[] {
  const { config, documents, resources, topology } = mesh;
  const regions = regionsOf(topology.clusters);
  const hosts = [...new Set(mesh.targets().map(({ host }) => host))];
  const assumed = hosts.filter((host) => topology.endpoints(host).some((group) => group.assumed));
  const istio = documents.filter(({ value }) => value['kind'] !== 'Service').length;
  const lines = [
    plural(istio, 'manifest'),
    `${plural(regions.length, 'region')} (from ${config.clusters ? (config.file ?? 'the configuration') : 'the manifests'})`,
    `profile ${config.profile}`,
  ];
  if (assumed.length && regions.length) {
    lines.push(
      `one endpoint per cluster assumed for ${assumed.length === hosts.length ? 'every host' : plural(assumed.length, 'host')}`,
    );
  }
  if (resources.DestinationRule.length && regions.length === 0) {
    lines.push('no regions known: declare clusters in mesh-failover.yaml');
  }
  return lines;
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}
