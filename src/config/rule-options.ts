import type { Config, KnownRule } from './config.js';
import { pathMatcher } from './path-matcher.js';

/**
 * The value of a rule's option for a file: of the last override that gives it there, else of `rules`, else its default.
 * The configuration was checked: what it gives is a number within the bounds.
 */
export function ruleOption(
  { rules, overrides }: Pick<Config, 'rules' | 'overrides'>,
  { name, options = {} }: KnownRule,
  option: string,
  file: string,
): number | undefined {
  const valueIn = (settings: Config['rules']): number | undefined => {
    const value = Object.hasOwn(settings, name) ? settings[name]?.options[option] : undefined;
    return typeof value === 'number' ? value : undefined;
  };
  const override = overrides.findLast(
    (one) => valueIn(one.rules) !== undefined && one.paths.some((path) => pathMatcher(path)(file)),
  );
  return valueIn(override?.rules ?? {}) ?? valueIn(rules) ?? options[option]?.default;
}
