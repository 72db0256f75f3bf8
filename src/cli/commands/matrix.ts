import { parseLocality } from '../../mesh/locality.js';
import { toJson } from '../../report/json.js';
import type { MatrixEntry, MatrixOutput } from '../../report/json-outputs.js';
import { safeText } from '../../foundation/safe-text.js';
import type { Command } from '../command.js';
import { chooseClusters } from '../deploy-options.js';
import { ExitCode } from '../exit-code.js';
import { configFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['json', 'text'] as const;

export const matrixCommand: Command = {
  formats,
  options: { clusters: { type: 'string', multiple: true } },
  help: [{ term: '--clusters NAME,…', text: 'only these clusters of the configuration' }],
  examples: ['mesh-failover matrix', 'echo "matrix=$(mesh-failover matrix)" >> "$GITHUB_OUTPUT"'],
  async run(values, _operands, io) {
    const outputs = outputsOf(values, formats, ['json']);
    const config = configFor(values, io);
    const { chosen } = chooseClusters(config, values, { mayLeaveOut: true });
    const include = chosen.map(({ name, locality, context = '', network = '' }): MatrixEntry => {
      return { cluster: name, locality, region: parseLocality(locality).region, context, network };
    });
    for (const output of outputs) {
      await writeOutput(output, output.format === 'json' ? asLine(include) : asText(include), io);
    }
    return ExitCode.fine;
  },
};

/** On one line, since an output of a step ends with the line. */
function asLine(include: readonly MatrixEntry[]): string {
  const output: MatrixOutput = { include: [...include] };
  return `${toJson(output).replace(/\n\s*/g, '')}\n`;
}

function asText(include: readonly MatrixEntry[]): string {
  const width = Math.max(...include.map(({ cluster }) => cluster.length));
  return include
    .map(({ cluster, locality, context }) => {
      return safeText(`${cluster.padEnd(width)}  ${locality}  ${context}`.trimEnd()).concat('\n');
    })
    .join('');
}
