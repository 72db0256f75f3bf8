import type { ScenarioConfig } from '../config/config.js';
import type { Outage } from './outage.js';

/** A named set of outages that happen together. */
export interface Scenario {
  name: string;
  outages: Outage[];
  /** The scenario of the configuration that it comes from; undefined for a built-in one. */
  configured: ScenarioConfig | undefined;
}

/** The places that can fail. */
export interface Places {
  regions: readonly string[];
  /** As `region/zone`. */
  zones: readonly string[];
  /** Declared clusters only. */
  clusters: readonly string[];
}

export interface ScenarioOptions {
  /** How many of the built-in outages may happen together. */
  depth: 1 | 2;
  /** Whether zones fail as well. */
  zones: boolean;
}

/** The built-in scenarios, then the configured ones. */
export function scenarios(
  places: Places,
  configured: readonly ScenarioConfig[],
  options: ScenarioOptions = { depth: 1, zones: false },
): Scenario[] {
  const single = singleOutages(places, options.zones);
  return [
    builtIn('healthy'),
    builtIn('recovered'),
    ...single.map((outage) => builtIn(nameOf(outage), outage)),
    ...(options.depth === 2 ? pairs(single) : []),
    ...configured.map((scenario) => ({
      name: scenario.name,
      outages: scenario.outages,
      configured: scenario,
    })),
  ];
}

function singleOutages({ regions, zones, clusters }: Places, withZones: boolean): Outage[] {
  const localities = [...regions, ...(withZones ? zones : [])];
  return [
    ...localities.map((locality): Outage => ({ kind: 'scaled-to-zero', locality, isOfMesh: true })),
    ...localities.map((locality): Outage => ({ kind: 'failing', locality })),
    ...clusters.map((cluster): Outage => ({ kind: 'cluster-lost', cluster })),
  ];
}

/** Two outages of the same place, or of a place and its part, are no more than one. */
function pairs(single: readonly Outage[]): Scenario[] {
  return single.flatMap((first, index) =>
    single
      .slice(index + 1)
      .filter((second) => !isNested(first, second))
      .map((second) => builtIn(`${nameOf(first)}+${nameOf(second)}`, first, second)),
  );
}

function isNested({ locality: a }: Outage, { locality: b }: Outage): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function nameOf({ kind, locality, cluster }: Outage): string {
  return `${kind}:${locality ?? cluster}`;
}

function builtIn(name: string, ...outages: Outage[]): Scenario {
  return { name, outages, configured: undefined };
}
