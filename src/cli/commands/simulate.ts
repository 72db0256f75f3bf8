import { againstAsked, againstHelp, againstOptions, compareAgainst } from '../against-options.js';
import { formatNames } from '../../report/formats.js';
import { UserError } from '../../foundation/errors.js';
import { safeText } from '../../foundation/safe-text.js';
import { answeredRoutes } from '../../traffic/answered-routes.js';
import { brokenExpectations } from '../../traffic/expectations.js';
import { PredictedTable, predictTable, scenariosOf } from '../../traffic/table.js';
import { targetTimelines } from '../../traffic/target-timeline.js';
import { sharedSettings } from '../../work/options.js';
import type { Command } from '../command.js';
import {
  environmentHelp,
  environmentOptions,
  sourceHelp,
  sourceOptions,
} from '../common-options.js';
import { ExitCode } from '../exit-code.js';
import { inspectChosen, report } from '../judge.js';
import { outputsOf } from '../output.js';
import { optionHelp, parsedOptions } from '../shared-options.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';
import { concatenated } from '../../foundation/concatenated.js';
import {
  checkSelection,
  isHostChosen,
  isPartial,
  selectionHelp,
  selectionOptions,
  selectScenarios,
  targetFilter,
} from '../selection.js';
import { followAsked, requestHelp, requestOptions, requestsAsked } from '../request-options.js';
import { isOfProxies, proxyHelp, proxyOptions, simulateProxies } from '../proxy-options.js';
import {
  timedScenarios,
  timelineHelp,
  timelineOptions,
  timelineOptionsOf,
} from '../timeline-options.js';

export const simulateCommand: Command = {
  formats: formatNames,
  options: {
    ...sourceOptions,
    ...environmentOptions,
    ...parsedOptions(sharedSettings.allowEmpty),
    explain: { type: 'boolean' },
    ...scenarioOptions,
    ...selectionOptions,
    ...timelineOptions,
    ...requestOptions,
    ...proxyOptions,
    ...againstOptions,
  },
  help: [
    ...sourceHelp,
    ...environmentHelp,
    ...optionHelp(sharedSettings.allowEmpty),
    ...scenarioHelp,
    ...selectionHelp,
    { term: '--explain', text: 'how the mesh comes to each row, with the manifest lines' },
    ...timelineHelp,
    ...requestHelp,
    ...proxyHelp,
    ...againstHelp,
  ],
  examples: [
    'mesh-failover simulate mesh/',
    'mesh-failover simulate --depth 2 --format json',
    "mesh-failover simulate --scenario 'failing:*' --explain mesh/",
    'mesh-failover simulate --timeline --host hello-world.default mesh/',
    "mesh-failover simulate --against 'profile=istio-1.30' mesh/",
    "mesh-failover simulate --request 'GET http://shop.example/' --explain mesh/",
    'mesh-failover simulate --proxy config_dump.json --proxy clusters.json',
  ],
  async run(values, operands, io) {
    if (isOfProxies(values)) return await simulateProxies(values, operands, io);
    const asked = requestsAsked(values);
    const against = againstAsked(values);
    if (asked && against)
      throw new UserError('--against: it compares tables, not requests; leave --request out');
    if (against) return await compareAgainst(against, values, operands, io);
    if (asked) return await followAsked(asked, values, operands, io);
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const options = scenarioOptionsOf(values);
    const timed = timelineOptionsOf(values);
    const project = await inspectChosen(values, operands, io);
    const environments = project.environments.map(({ name, mesh }) => ({
      name,
      mesh,
      scenarios: scenariosOf(mesh, options),
    }));
    checkSelection(values, environments);
    const selected = environments.map((one) => ({
      ...one,
      scenarios: selectScenarios(values, one.scenarios),
    }));
    const isMeant = targetFilter(values);
    const isAll = isHostChosen(values);
    const explain = values['explain'] === true;

    const tables = selected.map(
      ({ name, mesh, scenarios }) =>
        new PredictedTable(mesh, scenarios, { isMeant, isAll, explain, environment: name }),
    );
    const runs =
      timed &&
      selected.map(({ mesh, scenarios }) => {
        const targets = mesh.targets().filter(isMeant);
        return targetTimelines(mesh, targets, timedScenarios(values, scenarios), timed);
      });
    const results = {
      lint: undefined,
      predictions: concatenated(tables),
      answered: selected.flatMap(({ mesh }) => answeredRoutes(mesh)),
      ...(runs ? { timelines: concatenated(runs) } : {}),
    };
    await report(outputs, values, io, project, results, (performance.now() - start) / 1000);

    let code: number = ExitCode.fine;
    for (const { mesh, scenarios } of selected) {
      for (const scenario of scenarios.filter(({ configured }) => configured?.expect)) {
        const rows = predictTable(mesh, [scenario], { isMeant, isAll });
        for (const { message, row } of brokenExpectations(scenario, rows)) {
          // An expectation about rows that nobody asked for is not broken.
          if (!row && isPartial(values)) continue;
          io.stderr.write(
            `expectation of ${safeText(scenario.name)} failed: ${safeText(message)}\n`,
          );
          code = ExitCode.failed;
        }
      }
    }
    return code;
  },
};
