import type { SourceConfig } from '../config/config.js';
import type { ConfiguredPlace } from './configured.js';
import type { UnitSettings } from './unit.js';

type HelmSource = Extract<SourceConfig, { helm: unknown }>['helm'];

/** A chart that the configuration declares for a cluster. */
export interface DeclaredChart {
  place: ConfiguredPlace;
  helm: HelmSource;
}

/** The sources of the configuration's clusters that have to be rendered. */
export function declaredSources({ clusters = [], environments }: UnitSettings['config']): {
  charts: DeclaredChart[];
  /** Folders. */
  kustomizations: string[];
} {
  const all = environments
    ? Object.entries(environments).flatMap(([environment, own]) =>
        own.clusters.map((cluster) => ({ environment, cluster })),
      )
    : clusters.map((cluster) => ({ environment: null, cluster }));
  const charts: DeclaredChart[] = [];
  const kustomizations = new Set<string>();
  for (const { environment, cluster } of all) {
    for (const source of cluster.sources ?? []) {
      if ('kustomize' in source) kustomizations.add(source.kustomize);
      if ('helm' in source) {
        const { helm } = source;
        charts.push({ place: { environment, cluster: cluster.name, folder: helm.chart }, helm });
      }
    }
  }
  return { charts, kustomizations: [...kustomizations] };
}
