import type { ClusterConfig } from '../config/config.js';
import { pathMatcher } from '../config/path-matcher.js';
import type { UnitSettings } from './unit.js';

/** The cluster of the configuration that gets something, and its environment where there are several. */
export interface ConfiguredPlace {
  environment: string | null;
  cluster: string;
}

/** Where the configuration puts files and units; the longest path wins. */
export class ConfiguredPlaces {
  readonly #matchers: {
    place: ConfiguredPlace;
    length: number;
    matches: (path: string) => boolean;
  }[];
  readonly #places: ConfiguredPlace[];
  readonly #known = new Map<string, ConfiguredPlace[]>();

  constructor({ clusters = [], environments }: UnitSettings['config']) {
    const all = environments
      ? Object.entries(environments).flatMap(([name, environment]) =>
          environment.clusters.map((cluster) => ({ environment: name, cluster })),
        )
      : clusters.map((cluster) => ({ environment: null, cluster }));
    this.#places = all.map(({ environment, cluster }) => ({ environment, cluster: cluster.name }));
    this.#matchers = all
      .flatMap(({ environment, cluster }) =>
        pathsOf(cluster).map((path) => ({
          place: { environment, cluster: cluster.name },
          length: path.length,
          matches: pathMatcher(path),
        })),
      )
      .sort((a, b) => b.length - a.length);
  }

  /** The clusters of a name; in each environment there may be one. */
  called(name: string): ConfiguredPlace[] {
    return this.#places.filter(({ cluster }) => cluster === name);
  }

  /** Every cluster whose most specific path holds the file or folder; none: it is for all. */
  of(path: string): ConfiguredPlace[] {
    const known = this.#known.get(path);
    if (known) return known;
    const first = this.#matchers.find(({ matches }) => matches(path));
    const found = first
      ? this.#matchers.filter(({ length, matches }) => length === first.length && matches(path))
      : [];
    const places = found.map(({ place }) => place);
    this.#known.set(path, places);
    return places;
  }
}

function pathsOf({ paths = [], sources = [] }: ClusterConfig): string[] {
  const more = sources.map((source) => {
    if ('path' in source) return source.path;
    return 'kustomize' in source ? source.kustomize : source.helm.chart;
  });
  return [...paths, ...more];
}
