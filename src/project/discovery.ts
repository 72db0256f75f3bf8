import { nothingPassedOver, type PassedOver } from '../foundation/finding.js';
import type { Repository, Unit } from '../units/unit.js';

/** The units of a repository and how they are grouped: the object of `discover --format json`. */
export interface Discovery {
  version: 1;
  /** What is deployed together; at least one. */
  environments: {
    /** Null: the only one. */
    name: string | null;
    /** Empty: neither the configuration nor the folders say which there are. */
    clusters: { name: string; locality?: string; units: string[] }[];
    /** The ids of all its units, those of every cluster included. */
    units: string[];
  }[];
  /** Each with its kind and folder, whether all of it was read, and how many objects it has. */
  units: Pick<
    Unit,
    'id' | 'kind' | 'path' | 'namespace' | 'rendered' | 'objects' | 'notRendered'
  >[];
  /** Files with objects that were not read. */
  passedOver: PassedOver;
}

export function discoveryOf(
  { environments, units }: Repository,
  passedOver = nothingPassedOver,
): Discovery {
  return {
    version: 1,
    passedOver,
    environments: environments.map(({ name, clusters, units: own }) => ({
      name,
      clusters,
      units: own,
    })),
    units: units.map(({ id, kind, path, namespace, rendered, objects, notRendered }) => ({
      ...{ id, kind, path },
      ...(namespace === undefined ? {} : { namespace }),
      ...{ rendered, objects },
      ...(notRendered === undefined ? {} : { notRendered }),
    })),
  };
}
