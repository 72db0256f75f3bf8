import { pathsOf } from '../../config/read-paths.js';
import { nothingPassedOver } from '../../foundation/finding.js';
import { discoveryOf } from '../../project/discovery.js';
import { discoveryText } from '../../report/discovery-text.js';
import { toJson } from '../../report/json.js';
import type { Command } from '../command.js';
import { sourceHelp, sourceOptions } from '../common-options.js';
import { ExitCode } from '../exit-code.js';
import { whereElse } from '../../work/nothing-found.js';
import { inspectFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const discoverCommand: Command = {
  formats,
  options: sourceOptions,
  help: sourceHelp,
  examples: ['mesh-failover discover', 'mesh-failover discover --format json deploy/'],
  async run(values, operands, io) {
    const outputs = outputsOf(values, formats);
    const project = await inspectFor({ ...values, 'allow-empty': true }, operands, io);
    const discovery = discoveryOf(project.repository, project.passedOver);
    const paths = operands.length > 0 ? operands : pathsOf(project.config);
    const elsewhere = project.hasIstio ? [] : whereElse(paths, io.cwd, nothingPassedOver);
    for (const output of outputs) {
      const text = {
        json: () => `${toJson(discovery)}\n`,
        text: () => discoveryText(discovery, [...project.repository.assumptions, ...elsewhere]),
      }[output.format]();
      await writeOutput(output, text, io);
    }
    return ExitCode.fine;
  },
};
