import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/targets.js';
import type { Scenario } from '../traffic/scenarios.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { matchesGlob } from './glob.js';

/** Options that say which rows are meant. */
export const selectionOptions = {
  scenario: { type: 'string', multiple: true },
  client: { type: 'string', multiple: true },
  host: { type: 'string', multiple: true },
} satisfies Command['options'];

export const selectionHelp: OptionHelp[] = [
  { term: '--scenario NAME', text: 'these outages only; repeatable, with * and ?' },
  { term: '--client NAME', text: 'these clients only; repeatable, with * and ?' },
  {
    term: '--host HOST',
    text: 'these destinations or public hosts only; repeatable, with * and ?',
  },
];

/** Whether the options leave anything out but scenarios. */
export function isPartial(values: OptionValues): boolean {
  return patternsOf(values, 'client').length > 0 || patternsOf(values, 'host').length > 0;
}

/**
 * Checks that every name is one of some environment.
 *
 * @throws UserError for a name that no scenario, client or host has.
 */
export function checkSelection(
  values: OptionValues,
  environments: readonly { mesh: Mesh; scenarios: readonly Scenario[] }[],
): void {
  const names = (of: (one: (typeof environments)[number]) => readonly string[]) =>
    environments.flatMap(of);
  checkKnown(
    '--scenario',
    patternsOf(values, 'scenario'),
    names(({ scenarios }) => scenarios.map(({ name }) => name)),
  );
  checkKnown(
    '--client',
    patternsOf(values, 'client'),
    names(({ mesh }) => mesh.topology.clients.map(({ name }) => name)),
  );
  checkKnown(
    '--host',
    patternsOf(values, 'host'),
    names(({ mesh }) => mesh.targets().flatMap(namesOf)),
  );
}

export function selectScenarios(values: OptionValues, scenarios: readonly Scenario[]): Scenario[] {
  const patterns = patternsOf(values, 'scenario');
  return scenarios.filter(({ name }) => isMeant(patterns, [name]));
}

/** The targets that are meant. */
export function targetFilter(values: OptionValues): (target: Target) => boolean {
  const clients = patternsOf(values, 'client');
  const hosts = patternsOf(values, 'host');
  return (target) => isMeant(clients, [target.client.name]) && isMeant(hosts, namesOf(target));
}

function namesOf({ host, route }: Target): string[] {
  return [host, shortHost(host), ...(route ? [route.host] : [])];
}

function patternsOf(values: OptionValues, option: string): string[] {
  const value = values[option];
  return Array.isArray(value) ? value.map(String) : [];
}

function isMeant(patterns: readonly string[], names: readonly string[]): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => names.some((name) => name === pattern || matchesGlob(name, pattern)))
  );
}

const MOST_LISTED = 10;

function checkKnown(option: string, patterns: readonly string[], names: readonly string[]): void {
  if (patterns.length === 0) return;
  const known = [...new Set(names)];
  for (const pattern of patterns) {
    if (known.some((name) => isMeant([pattern], [name]))) continue;
    const near = didYouMean(pattern, known);
    const list = known.length <= MOST_LISTED ? `; there are ${known.join(', ')}` : '';
    throw new UserError(
      `${option} ${pattern}: nothing has that name${near ? `; did you mean "${near}"?` : list}`,
    );
  }
}
