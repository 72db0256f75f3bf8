import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/target.js';
import type { Scenario } from '../traffic/scenarios.js';
import { checkNames, isMeantName, isMeantTarget, meantScenarios } from '../traffic/selection.js';
import type { Command, OptionHelp, OptionValues } from './command.js';

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

/** Whether the options name hosts. */
export function isHostChosen(values: OptionValues): boolean {
  return patternsOf(values, 'host').length > 0;
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
  checkNames(environments, {
    scenarios: { label: '--scenario', patterns: patternsOf(values, 'scenario') },
    clients: { label: '--client', patterns: patternsOf(values, 'client') },
    hosts: { label: '--host', patterns: patternsOf(values, 'host') },
  });
}

export function selectScenarios(values: OptionValues, scenarios: readonly Scenario[]): Scenario[] {
  return meantScenarios(patternsOf(values, 'scenario'), scenarios);
}

/** Whether a client is meant. */
export function isMeantClient(values: OptionValues): (client: { name: string }) => boolean {
  const patterns = patternsOf(values, 'client');
  return ({ name }) => isMeantName(patterns, name);
}

/** The targets that are meant. */
export function targetFilter(values: OptionValues): (target: Target) => boolean {
  return isMeantTarget({
    clients: patternsOf(values, 'client'),
    hosts: patternsOf(values, 'host'),
  });
}

/** The patterns behind an option; empty without it. */
export function patternsOf(values: OptionValues, option: string): string[] {
  const value = values[option];
  return Array.isArray(value) ? value.map(String) : [];
}
