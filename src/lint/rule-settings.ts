import picomatch from 'picomatch';
import type { Config, Severity } from '../config/config.js';
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
      const matchers = paths.map(matcherOf);
      return { matches: (file: string) => matchers.some((matches) => matches(file)), rules };
    });
  }

  /** In one file: the last override that names the rule, else the entry for all files, else the preset. */
  in(file: string, rule: Rule): Setting {
    const override = this.#overrides.findLast(
      ({ matches, rules }) => Object.hasOwn(rules, rule.name) && matches(file),
    );
    return override ? override.rules[rule.name]?.severity : this.#everywhere(rule);
  }

  /** Whether the rule has to run at all. */
  isOn(rule: Rule): boolean {
    const settings = this.#overrides
      .filter(({ rules }) => Object.hasOwn(rules, rule.name))
      .map(({ rules }) => rules[rule.name]?.severity);
    return [this.#everywhere(rule), ...settings].some((setting) => setting !== 'off');
  }

  /** Whether it is the preset, and nobody who knows of the rule, that leaves it out. */
  isLeftOut(rule: Rule): boolean {
    return !this.isOn(rule) && !Object.hasOwn(this.#config.rules, rule.name);
  }

  #everywhere(rule: Rule): Setting {
    const { rules, preset } = this.#config;
    if (Object.hasOwn(rules, rule.name)) return rules[rule.name]?.severity;
    return isInPreset(rule, preset) ? undefined : 'off';
  }
}

function isInPreset(rule: Rule, preset: Config['preset']): boolean {
  if (preset === 'strict') return true;
  if (rule.strictOnly) return false;
  // Whoever writes an expectation wants to know.
  const isAsked = rule.name === expectationFailed.name;
  return preset === 'recommended' || rule.category !== 'semantics' || isAsked;
}

/** A folder names everything below it. */
function matcherOf(path: string): (file: string) => boolean {
  if (path === '.') return (file) => !file.startsWith('../');
  if (picomatch.scan(path).isGlob) return picomatch(path);
  return (file) => file === path || file.startsWith(`${path}/`);
}
