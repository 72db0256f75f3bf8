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

/** @throws UserError for a name that no scenario has. */
export function selectScenarios(values: OptionValues, scenarios: readonly Scenario[]): Scenario[] {
  const patterns = patternsOf(values, 'scenario');
  const names = scenarios.map(({ name }) => name);
  checkKnown('--scenario', patterns, names);
  return scenarios.filter(({ name }) => isMeant(patterns, [name]));
}

/**
 * The targets that are meant.
 *
 * @throws UserError for a name that no client, or a host that no target has.
 */
export function targetFilter(values: OptionValues, mesh: Mesh): (target: Target) => boolean {
  const clients = patternsOf(values, 'client');
  const hosts = patternsOf(values, 'host');
  checkKnown(
    '--client',
    clients,
    mesh.topology.clients.map(({ name }) => name),
  );
  checkKnown('--host', hosts, mesh.targets().flatMap(namesOf));
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
