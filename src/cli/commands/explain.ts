import { UserError } from '../../foundation/errors.js';
import { toJson } from '../../report/json.js';
import { explained, type ExplainedRule } from '../../project/explained.js';
import type { Command } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const explainCommand: Command = {
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
    const rule = explained(name);
    for (const output of outputsOf(values, formats)) {
      await writeOutput(output, output.format === 'json' ? `${toJson(rule)}\n` : asText(rule), io);
    }
    return ExitCode.fine;
  },
};

function asText({
  name,
  code,
  category,
  severity,
  summary,
  description,
  references,
}: ExplainedRule): string {
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
