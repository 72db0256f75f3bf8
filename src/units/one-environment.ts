import type { Repository } from './unit.js';

/** What a repository is where only one of its environments counts; undefined: there is none of that name. */
export function oneEnvironment(all: Repository, name: string): Repository | undefined {
  const environment = all.environments.find((one) => one.name === name);
  if (!environment) return undefined;
  const ids = new Set(environment.units);
  return {
    ...all,
    environments: [environment],
    collections: [],
    isCut: false,
    units: all.units.filter(({ id, objects }) => ids.has(id) || objects === 0),
    notRendered: all.notRendered.filter(({ unit }) => ids.has(unit.id) || unit.objects === 0),
    meshConfigs: all.meshConfigs.filter((one) => one.environment === name),
  };
}
