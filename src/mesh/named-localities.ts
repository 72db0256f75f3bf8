import type { LocalityLbSetting } from '../api/traffic-policy.js';
import type { Config } from '../config/config.js';
import { kept } from '../foundation/kept.js';
import { trimEndings } from '../foundation/trim-endings.js';
import { formatLocality, parseLocality } from './locality.js';
import { misspeltNames } from './misspelt-localities.js';
import type { Resources } from './resources.js';
import { policiesIn } from './traffic-policy.js';

/** The localities that the manifests and the configuration name. */
export interface NamedLocalities {
  /** Without wildcards and without names that mean another one, sorted. */
  all: string[];
  /** Those of clusters, clients and endpoints, which are there whatever policies name. */
  places: string[];
  /** The zones of a region, sorted. */
  zonesOf(region: string): readonly string[];
  /** A policy treats the zones of a region differently. */
  hasZonePolicy: boolean;
  /** What a key of a policy most probably means that is spelt otherwise everywhere else; undefined: it is no slip. */
  meantBy(key: string): string | undefined;
}

/** Collects the localities of policies, endpoints, clients and clusters. */
export function namedLocalities(config: Config, resources: Resources): NamedLocalities {
  const inPolicies = plainNames([
    ...resources.DestinationRule.flatMap(({ spec }) =>
      policiesIn(spec).flatMap(({ loadBalancer }) =>
        settingLocalities(loadBalancer?.localityLbSetting),
      ),
    ),
    ...settingLocalities(config.meshConfig?.localityLbSetting),
  ]);
  const inPlaces = plainNames([
    ...resources.WorkloadEntry.map(({ spec }) => spec.locality),
    ...resources.ServiceEntry.flatMap(({ spec }) => (spec.endpoints ?? []).map((e) => e.locality)),
    ...config.workloads.flatMap(({ endpoints }) => endpoints.map(({ locality }) => locality)),
    ...(config.clients ?? []).map(({ locality }) => locality),
  ]);
  const declared = (config.clusters ?? []).map(({ locality }) => locality);
  const places = [...inPlaces, ...plainNames(declared)];
  const meantBy = meanings(inPolicies, places);
  // Thousands of policies name the same few.
  const written = [...new Set([...inPolicies, ...inPlaces])];
  const all = new Set(written.filter((name) => meantBy(name) === undefined));
  const zones = new Map<string, Set<string>>();
  for (const { region, zone } of [...all, ...declared].map(parseLocality)) {
    if (zone !== '') kept(zones, region, () => new Set()).add(zone);
  }
  const zonesOf = (region: string) => [...(zones.get(region) ?? [])].sort();
  const isZoned = (name: string) => {
    const { region, zone } = parseLocality(name);
    return zone !== '' && (zones.get(region)?.size ?? 0) > 1;
  };
  const hasZonePolicy =
    [...new Set(inPolicies)].some((name) => all.has(name) && isZoned(name)) ||
    ordersByZone(config, resources);
  return { all: [...all].sort(), places, zonesOf, hasZonePolicy, meantBy };
}

/** Whether a locality setting names a zone, or orders by zones. */
export function namesZones(setting: LocalityLbSetting | undefined): boolean {
  const names = plainNames(settingLocalities(setting));
  return names.some((name) => parseLocality(name).zone !== '') || isOrderedByZone(setting);
}

function isOrderedByZone(setting: LocalityLbSetting | undefined): boolean {
  return (setting?.failoverPriority ?? []).some((label) => zoneLabel.test(label));
}

/** Names without wildcards. */
function plainNames(texts: readonly (string | undefined)[]): string[] {
  return texts
    .filter((text): text is string => typeof text === 'string')
    .map((text) => trimEndings(text, '/*', '/'))
    .filter((text) => text !== '' && !text.includes('*'));
}

/**
 * Which names are slips. The names of places are right; those of policies, if nothing is spelt nearly like them, or as often.
 * Slashes written as dots make no region either, `region1.zone1`, nor does a zone as large clouds call them, `us-east-1a`.
 */
function meanings(
  inPolicies: readonly string[],
  inPlaces: readonly string[],
): NamedLocalities['meantBy'] {
  const regionsOf = (names: readonly string[]) => names.map((name) => parseLocality(name).region);
  const zonesOf = (names: readonly string[]) =>
    names.map((name) => formatLocality({ ...parseLocality(name), subzone: '' }));
  const certain = new Set(regionsOf(inPlaces));
  const named = regionsOf(inPolicies);
  const regions = misspeltNames(counted(named), certain);
  const zones = misspeltNames(counted(zonesOf(inPolicies)), new Set(zonesOf(inPlaces)));
  const dotted = dottedNames(named, certain);
  return (key) => {
    const { region, zone } = parseLocality(trimEndings(key, '/*', '/'));
    if (zone !== '' && zones.has(`${region}/${zone}`)) return zones.get(`${region}/${zone}`);
    const own = zone === '' && !certain.has(region) ? regionOfZone(region) : undefined;
    const meant = dotted.get(region) ?? regions.get(region) ?? own;
    return meant === undefined
      ? undefined
      : formatLocality({ ...parseLocality(meant), ...(zone && { zone }) });
  };
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** For a zone that is called as AWS or Google Cloud call them its place in its region. */
function regionOfZone(name: string): string | undefined {
  const zone =
    /^((?:us|eu|ap|sa|ca|me|af|il|mx)(?:-[a-z]+)+-\d)[a-f]$/.exec(name) ??
    /^((?:us|europe|asia|australia|northamerica|southamerica|me|africa)-[a-z]+\d+)-[a-f]$/.exec(
      name,
    );
  return zone ? `${String(zone[1])}/${name}` : undefined;
}

/** By a name with a dot the locality with a slash in its place, where the part before the dot is a region as well. */
function dottedNames(
  regions: readonly string[],
  certain: ReadonlySet<string>,
): Map<string, string> {
  const all = new Set([...regions, ...certain]);
  const dotted = [...all].filter((name) => /^[^.]+\.[^.]+$/.test(name) && !certain.has(name));
  const headOf = (name: string) => name.slice(0, name.indexOf('.'));
  const heads = counted(dotted.map(headOf));
  return new Map(
    dotted
      .filter((name) => all.has(headOf(name)) || (heads.get(headOf(name)) ?? 0) > 1)
      .map((name) => [name, name.replace('.', '/')]),
  );
}

function settingLocalities(setting: LocalityLbSetting | undefined): (string | undefined)[] {
  return [
    ...(setting?.distribute ?? []).flatMap(({ from, to }) => [from, ...Object.keys(to ?? {})]),
    ...(setting?.failover ?? []).flatMap(({ from, to }) => [from, to]),
  ];
}

const zoneLabel = /^topology\.(?:kubernetes\.io\/zone|istio\.io\/subzone)(?:=|$)/;

/** Whether a `failoverPriority` has the zone in it. */
function ordersByZone({ meshConfig }: Config, { DestinationRule }: Resources): boolean {
  const settings = [
    ...DestinationRule.flatMap(({ spec }) =>
      policiesIn(spec).map(({ loadBalancer }) => loadBalancer?.localityLbSetting),
    ),
    meshConfig?.localityLbSetting,
  ];
  return settings.some(isOrderedByZone);
}
