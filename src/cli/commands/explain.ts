import { UserError } from '../../foundation/errors.js';
import { toJson } from '../../report/json.js';
import { explained, type ExplainedRule } from '../../project/explained.js';
import { urlOfRule } from '../../lint/finding-at.js';
import { wrap } from '../../report/wrap.js';
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
      await writeOutput(
        output,
        output.format === 'json' ? `${toJson(rule)}\n` : explainedText(rule),
        io,
      );
    }
    return ExitCode.fine;
  },
};

/** A rule in words, for a terminal. */
export function explainedText({
  name,
  code,
  category,
  severity,
  summary,
  description,
  references,
}: ExplainedRule): string {
  const sources = references
    .flatMap((reference) =>
      wrap(reference, terminalWidth - 4).map(
        (line, index) => `${index === 0 ? '  ' : '    '}${line}`,
      ),
    )
    .join('\n');
  return [
    `${name} (${code}, ${category}, ${severity})`,
    wrap(summary, terminalWidth).join('\n'),
    rewrapped(description),
    ...(sources ? [`Sources:\n${sources}`] : []),
    `Good and bad manifests:\n  ${urlOfRule(name)}`,
    `To accept it in one place:\n  # mesh-failover-ignore: ${name} REASON\n`,
  ].join('\n\n');
}

const terminalWidth = 80;

/** The paragraphs and list items of a description in the width of a terminal; what is indented or a table stays as it is. */
function rewrapped(text: string): string {
  return text
    .split(/\n{2,}|\n(?=[-|] | {4})/)
    .map((part) => {
      if (/^(?:\||`{3}| {4})/.test(part)) return part;
      const indent = part.startsWith('- ') ? '  ' : '';
      const flowing = part.replaceAll(/\s*\n\s*/g, ' ');
      const lines = wrap(flowing, terminalWidth - indent.length);
      return lines.map((line, index) => (index === 0 ? line : indent + line)).join('\n');
    })
    .join('\n\n')
    .replaceAll(/\n\n(?=- )/g, '\n');
}
