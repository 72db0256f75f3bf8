import { safeText } from '../../report/safe-text.js';
import { brokenExpectations } from '../../traffic/expectations.js';
import type { Command } from '../command.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
import { checkTable, inspectFor, report } from '../judge.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';

export const simulate: Command = {
  name: 'simulate',
  operands: '[PATH…]',
  summary: 'predict where requests go, for every client and outage',
  options: { 'allow-empty': { type: 'boolean' }, ...scenarioOptions },
  help: [{ term: '--allow-empty', text: 'no Istio manifest at all is no error' }, ...scenarioHelp],
  examples: ['mesh-failover simulate mesh/', 'mesh-failover simulate --depth 2 --format json'],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const scenarios = scenarioOptionsOf(values);
    const inspection = await inspectFor(values, operands, io);
    const { rows } = checkTable(inspection, scenarios);
    const predictions = rows.map(({ prediction }) => prediction);
    const seconds = (performance.now() - start) / 1000;
    await report(outputs, values, io, inspection, { lint: undefined, predictions }, seconds);
    const broken = brokenExpectations(rows);
    for (const { scenario, message } of broken) {
      io.stderr.write(`expectation of ${safeText(scenario)} failed: ${safeText(message)}\n`);
    }
    return broken.length ? ExitCode.failed : ExitCode.fine;
  },
};
