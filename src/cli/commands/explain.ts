import { UserError } from '../../foundation/errors.js';
import { didYouMean } from '../../foundation/did-you-mean.js';
import { toJson } from '../../report/json.js';
import { rules } from '../../rules/index.js';
import type { Rule } from '../../rules/rule.js';
import type { Command } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const explain: Command = {
  formats,
  options: {},
  help: [],
  examples: ['mesh-failover explain max-ejection-percent-100', 'mesh-failover explain MF002'],
  async run(values, [name, ...more], io) {
    if (name === undefined || more.length) {
      throw new UserError(
        'explain takes one rule, by name or code (mesh-failover rules lists them)',
      );
    }
    const rule = find(name);
    for (const output of outputsOf(values, formats)) {
      await writeOutput(output, output.format === 'json' ? asJson(rule) : asText(rule), io);
    }
    return ExitCode.fine;
  },
};

function find(name: string): Rule {
  const rule = rules.find((other) => other.name === name || other.code === name.toUpperCase());
  if (rule) return rule;
  const names = rules.map((other) => other.name);
  const near = didYouMean(name, names);
  throw new UserError(
    `there is no rule "${name}"${near ? `; did you mean "${near}"?` : ''} (mesh-failover rules lists them)`,
  );
}

function asJson({
  name,
  code,
  category,
  severity,
  summary,
  description,
  references,
}: Rule): string {
  const object = { version: 1, name, code, category, severity, summary, description, references };
  return `${toJson(object)}\n`;
}

function asText({
  name,
  code,
  category,
  severity,
  summary,
  description,
  references,
}: Rule): string {
  const sources = references.map((reference) => `  ${reference}`).join('\n');
  return [
    `${name} (${code}, ${category}, ${severity})`,
    summary,
    description,
    ...(sources ? [`Sources:\n${sources}`] : []),
    `Good and bad manifests: docs/rules/${name}.md`,
    `To accept it in one place: # mesh-failover-ignore: ${name} REASON\n`,
  ].join('\n\n');
}
