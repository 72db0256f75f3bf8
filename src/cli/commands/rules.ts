import { toJson } from '../../report/json.js';
import type { JsonOutputs } from '../../report/json-outputs.js';
import { wrap } from '../../report/wrap.js';
import { rules as all } from '../../rules/index.js';
import type { Command } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const rulesCommand: Command = {
  formats,
  options: {},
  help: [],
  examples: ['mesh-failover rules --format json'],
  async run(values, _operands, io) {
    for (const output of outputsOf(values, formats)) {
      await writeOutput(output, output.format === 'json' ? asJson() : asText(), io);
    }
    return ExitCode.fine;
  },
};

function asJson(): string {
  const list = all.map(({ name, code, category, severity, summary }) => {
    return { name, code, category, severity, summary };
  });
  const output: JsonOutputs['rules'] = { version: 1, rules: list };
  return `${toJson(output)}\n`;
}

/** Of each rule a line with its name, and one or two with what goes wrong: beside each other they would be too wide. */
function asText(): string {
  return all
    .map(({ name, code, severity, summary }) => {
      const head = `${code}  ${severity.padEnd(7)}  ${name}`;
      const text = wrap(summary, terminalWidth - indent.length).map((line) => indent + line);
      return `${[head, ...text].join('\n')}\n`;
    })
    .join('');
}

const terminalWidth = 80;
const indent = '       ';
