import type { DrillResult, DrillScenario } from '../../drill/drill-result.js';
import { placeOf } from '../places.js';

/** More cannot be told apart; the others share the last one. */
const mostPlaces = 7;

/** Where answers came from, as one layer of the picture. */
export interface DrillPlace {
  name: string;
  /** Which of the colours, from 0; -1 is the colour of what has no place of its own. */
  color: number;
}

/** The layers of a scenario, from the bottom, and to which of them a locality belongs. */
export interface DrillPlaces {
  list: DrillPlace[];
  /** The index in the list. */
  indexOf(locality: string): number;
  /** The index of what was answered by nobody knows whom; always the last. */
  unknown: number;
}

/**
 * Regions, or zones where the outage is that of a zone. Every scenario of a drill has the same, in the same colours, so
 * that its pictures can be compared.
 */
export function drillPlaces(result: DrillResult, { outage }: DrillScenario): DrillPlaces {
  const depth = outage.locality.split('/').length;
  const nameOf = (locality: string) =>
    depth === 1 ? placeOf(locality, 'region') : locality.split('/').slice(0, depth).join('/');
  const names = [...new Set(localitiesOf(result).map(nameOf))].sort();
  const own = names.length > mostPlaces ? names.slice(0, mostPlaces - 1) : names;
  const others = names.length - own.length;
  const list = [
    ...own.map((name, color) => ({ name, color })),
    ...(others ? [{ name: `${others} other places`, color: mostPlaces - 1 }] : []),
    { name: 'not known', color: -1 },
  ];
  const indices = new Map(own.map((name, index) => [name, index]));
  return {
    list,
    indexOf: (locality) => indices.get(nameOf(locality)) ?? own.length,
    unknown: list.length - 1,
  };
}

function localitiesOf({ scenarios }: DrillResult): string[] {
  const found = new Set<string>();
  for (const { outage, phases, samples } of scenarios) {
    found.add(outage.locality);
    for (const { split, predicted } of phases.flatMap(({ clients }) => clients)) {
      for (const { locality } of [...split, ...(predicted?.split ?? [])]) found.add(locality);
    }
    for (const { answered } of samples) for (const name of Object.keys(answered)) found.add(name);
  }
  return [...found];
}
