import type { ClusterConfig } from '../config/config.js';
import { fixedPart, pathMatcher } from '../config/path-matcher.js';
import { commonFolder } from '../foundation/paths.js';
import type { UnitSettings } from './unit.js';

/** The cluster of the configuration that gets something, and its environment where there are several. */
export interface ConfiguredPlace {
  environment: string | null;
  cluster: string;
  /** The folder, or the only file, that holds all that its paths name; `.` where they have nothing in common. */
  folder: string;
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
          environment.clusters.map((cluster) => placed(name, cluster)),
        )
      : clusters.map((cluster) => placed(null, cluster));
    this.#places = all.map(({ place }) => place);
    this.#matchers = all
      .flatMap(({ place, paths }) =>
        paths.map((path) => ({ place, length: path.length, matches: pathMatcher(path) })),
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

function placed(
  environment: string | null,
  { name, paths = [], sources = [] }: ClusterConfig,
): { place: ConfiguredPlace; paths: string[] } {
  const own = [...paths, ...sources.flatMap((source) => ('path' in source ? source.path : []))];
  const rendered = sources.flatMap((source) => {
    if ('path' in source) return [];
    return 'kustomize' in source ? source.kustomize : source.helm.chart;
  });
  return {
    place: { environment, cluster: name, folder: commonFolder(own.map(fixedPart)) },
    paths: [...own, ...rendered],
  };
}
