import type { SharedSetting } from '../work/options.js';
import type { Command, OptionHelp } from './command.js';

/** What `util.parseArgs` has to know of settings that the Action has too. */
export function parsedOptions(...settings: SharedSetting[]): Command['options'] {
  return Object.fromEntries(
    settings.map(({ option, type }) => [
      option,
      type === 'flag'
        ? { type: 'boolean' as const }
        : { type: 'string' as const, ...(type === 'list' && { multiple: true }) },
    ]),
  );
}

/** The lines about them in the help. */
export function optionHelp(...settings: SharedSetting[]): OptionHelp[] {
  return settings.map(({ option, value, type, help, choices }) => {
    // An option that takes one value alone is written with it.
    const isFixed = type === 'choice' && choices?.includes(value ?? '');
    const term = value === undefined ? `--${option}` : `--${option}${isFixed ? '=' : ' '}${value}`;
    return { term, text: type === 'list' ? `${help}; repeatable` : help };
  });
}
