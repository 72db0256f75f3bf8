import type { ScenarioOptions } from '../traffic/scenarios.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { oneOf } from './common-options.js';

/** Options that say which outages the table has. */
export const scenarioOptions = {
  depth: { type: 'string' },
  zones: { type: 'boolean' },
} satisfies Command['options'];

export const scenarioHelp: OptionHelp[] = [
  { term: '--depth N', text: '1 (default), or 2: all pairs of outages too' },
  { term: '--zones', text: 'the loss of single zones too' },
];

/** @throws UserError for a depth other than 1 and 2. */
export function scenarioOptionsOf(values: OptionValues): ScenarioOptions {
  const depth = oneOf('--depth', values['depth'] ?? '1', ['1', '2']);
  return { depth: depth === '2' ? 2 : 1, zones: values['zones'] === true };
}
