/** Random endpoints of one service. */
import { CLUSTERS } from './case.js';
import type { Draw } from './draw.js';
import { REGIONS, SUBZONES, ZONES } from './policy.js';

export interface DrawnEndpoint {
  address: string;
  locality: string | undefined;
  weight: number | undefined;
  network: string | undefined;
  labels: Record<string, string>;
  serviceAccount: string | undefined;
  cluster: string;
  isUnready: boolean;
}

/** Up to twelve endpoints in up to three regions. */
export function endpoints(
  draw: Draw,
  index: number,
  options: { hasNetworks: boolean; arePods: boolean; clusters: readonly string[] },
): DrawnEndpoint[] {
  const regions = draw.some(REGIONS, draw.int(1, 3));
  const depth = draw.weighted([
    [20, 'region'],
    [55, 'zone'],
    [25, 'subzone'],
  ] as const);
  const weighted = !options.arePods && draw.chance(0.4);
  const unready = options.arePods ? draw.pick([0, 0.3, 0.7]) : 0;
  const mutual = draw.chance(0.8);
  return Array.from({ length: draw.int(1, 12) }, (_, number) => {
    const region = draw.pick(regions);
    const home = CLUSTERS.find(({ locality }) => locality === region)!.name;
    const cluster = options.clusters.includes(home) && draw.chance(0.85) ? home : undefined;
    return {
      address: `10.${100 + Math.floor(index / 250)}.${index % 250}.${number + 1}`,
      locality: !options.arePods && draw.chance(0.03) ? undefined : localityIn(draw, region, depth),
      weight: weighted && draw.chance(0.8) ? draw.pick([1, 2, 3, 5, 10, 100]) : undefined,
      network:
        options.hasNetworks && draw.chance(options.arePods ? 0.2 : 0.6)
          ? draw.pick(['net-a', 'net-b', 'net-c', 'net-unknown'])
          : undefined,
      labels: {
        version: draw.pick(['v1', 'v2']),
        ...(draw.chance(0.5) ? { tier: draw.pick(['gold', 'silver']) } : {}),
      },
      serviceAccount: mutual && draw.chance(0.9) ? 'workload' : undefined,
      cluster: cluster ?? draw.pick(options.clusters),
      isUnready: unready > 0 && draw.chance(unready),
    };
  });
}

export function localityIn(
  draw: Draw,
  region: string,
  depth: 'region' | 'zone' | 'subzone',
): string {
  if (depth === 'region') return region;
  const zone = `${region}/${draw.pick(ZONES)}`;
  return depth === 'zone' || draw.chance(0.3) ? zone : `${zone}/${draw.pick(SUBZONES)}`;
}
