import type { Config } from '../config/config.js';
import type { Severity } from '../foundation/severity.js';
import { pathMatcher } from '../config/path-matcher.js';
import type { Rule } from '../rules/rule.js';
import { rule as expectationFailed } from '../rules/expectation-failed.js';

type Setting = Severity | 'off' | undefined;

/** What the configuration makes of a rule: `off`, a severity, or undefined for the finding's own. */
export class RuleSettings {
  readonly #config: Config;
  readonly #overrides: { matches: (file: string) => boolean; rules: Config['rules'] }[];

  constructor(config: Config) {
    this.#config = config;
    this.#overrides = config.overrides.map(({ paths, rules }) => {
      const matchers = paths.map(pathMatcher);
      return { matches: (file: string) => matchers.some((matches) => matches(file)), rules };
    });
  }

  /** In one file: the last override that gives the rule a severity, else the entry for all files, else the preset. */
  in(file: string, rule: Rule): Setting {
    const override = this.#overrides.findLast(
      ({ matches, rules }) => severityIn(rules, rule) !== undefined && matches(file),
    );
    return override ? severityIn(override.rules, rule) : this.#everywhere(rule);
  }

  /** Whether the rule has to run at all. */
  isOn(rule: Rule): boolean {
    const settings = this.#overrides
      .map(({ rules }) => severityIn(rules, rule))
      .filter((setting) => setting !== undefined);
    return [this.#everywhere(rule), ...settings].some((setting) => setting !== 'off');
  }

  /** Whether it is the preset, and nobody who knows of the rule, that leaves it out. */
  isLeftOut(rule: Rule): boolean {
    return !this.isOn(rule) && !Object.hasOwn(this.#config.rules, rule.name);
  }

  #everywhere(rule: Rule): Setting {
    const { rules, preset } = this.#config;
    if (Object.hasOwn(rules, rule.name)) return severityIn(rules, rule);
    return isInPreset(rule, preset) ? undefined : 'off';
  }
}

/** An entry may have options alone. */
function severityIn(rules: Config['rules'], { name }: Rule): Setting {
  return Object.hasOwn(rules, name) ? rules[name]?.severity : undefined;
}

function isInPreset(rule: Rule, preset: Config['preset']): boolean {
  if (preset === 'strict') return true;
  if (rule.strictOnly) return false;
  // Whoever writes an expectation wants to know.
  const isAsked = rule.name === expectationFailed.name;
  return preset === 'recommended' || rule.category !== 'semantics' || isAsked;
}
