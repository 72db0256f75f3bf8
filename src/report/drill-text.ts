import type { DrillResult, DrillScenario, DrillVerdict } from '../drill/drill-result.js';
import { predictedWords, splitWords, timingWords } from './drill-phase-words.js';
import { paint, type Paint } from './paint.js';
import { percentCell } from './percent-cell.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';
import { wrap } from './wrap.js';

/** A drill for people: each scenario with its phases, measured and predicted, then the verdict. */
export function drillText(result: DrillResult, color: boolean): string {
  const style = paint(color);
  const { host, publicHost, environment, clusters, settings, warnings } = result;
  const places = clusters.map(({ cluster, locality, endpoints }) => {
    return `${cluster} (${locality}, ${String(endpoints)} endpoints)`;
  });
  const head = [
    style.strong(safeText(`${host} for ${publicHost} in ${environment}`)),
    safeText(places.join(', ')),
    `${String(settings.rate)} requests per second to each gateway, tolerance ${percentCell(settings.tolerance, undefined, undefined)}`,
    ...warnings.map((text) => `${style.warning('warning')} ${safeText(text)}`),
  ];
  const blocks = result.scenarios.map((scenario) => scenarioBlock(scenario, result, style));
  return `${[head.join('\n'), ...blocks, verdictBlock(result, style)].join('\n\n')}\n`;
}

const VERDICT_STYLE: Record<DrillVerdict, keyof Paint> = {
  passed: 'good',
  failed: 'error',
  aborted: 'error',
};

function scenarioBlock(scenario: DrillScenario, { budgets }: DrillResult, style: Paint): string {
  const { name, verdict, phases, causes } = scenario;
  const title = `${style[VERDICT_STYLE[verdict]](verdict)} ${style.strong(safeText(scenarioTitle(name)))}`;
  const lines = phases.flatMap(({ name: phase, from, to, clients }) => {
    const lasted = `${String(Math.round(to - from))} s`;
    return clients.map((client, index) => {
      const predicted = predictedWords(client);
      const errors = `errors ${percentCell(client.errors, undefined, undefined, '0 %')}`;
      const agrees = client.agrees;
      const mark =
        predicted === undefined || agrees === undefined
          ? ''
          : agrees
            ? style.good(' as predicted')
            : style.error(` predicted ${safeText(predicted)}`);
      const left = index === 0 ? `${phase.padEnd(9)}${lasted.padStart(6)}` : ' '.repeat(15);
      return `  ${left}  ${safeText(client.client)}: ${safeText(splitWords(client))}; ${errors}${mark}`;
    });
  });
  const why = causes.map(
    ({ rule, file, line, column, message }) =>
      `  ${style.faint(safeText(`${file}:${String(line)}:${String(column)}`))} ${safeText(rule)}: ${safeText(message)}`,
  );
  return [title, ...lines, `  ${timingWords(scenario, budgets).join(', ')}`, ...why].join('\n');
}

function verdictBlock({ verdict, reasons }: DrillResult, style: Paint): string {
  const words = style[VERDICT_STYLE[verdict]](
    `The drill has ${verdict === 'aborted' ? 'been aborted' : verdict}.`,
  );
  const all = reasons.flatMap((reason) => wrap(`- ${safeText(reason)}`));
  return [words, ...all].join('\n');
}
