import type { DrillResult, DrillVerdict } from '../drill/drill-result.js';
import { safeText } from '../foundation/safe-text.js';
import {
  describeDrill,
  type DescribedClient,
  type DescribedScenario,
  type DrillDocument,
} from './describe-drill.js';
import { paint, type Paint } from './paint.js';
import { wrap } from './wrap.js';

/** A drill for people: each scenario with its phases, measured and predicted, then the verdict. */
export function drillText(result: DrillResult, color: boolean): string {
  const style = paint(color);
  const drill = describeDrill(result);
  const { host, publicHost, environment, places, load, warnings, scenarios } = drill;
  const head = [
    style.strong(safeText(`${host} for ${publicHost} in ${environment}`)),
    safeText(places.join(', ')),
    load,
    ...warnings.map((text) => `${style.warning('warning')} ${safeText(text)}`),
  ];
  const blocks = scenarios.map((scenario) => scenarioBlock(scenario, style));
  return `${[head.join('\n'), ...blocks, verdictBlock(drill, style)].join('\n\n')}\n`;
}

const verdictStyle: Record<DrillVerdict, keyof Paint> = {
  passed: 'good',
  failed: 'error',
  aborted: 'error',
};

function scenarioBlock(scenario: DescribedScenario, style: Paint): string {
  const { title, verdict, timing, phases, causes } = scenario;
  const lines = phases.flatMap(({ name, lasted, clients }) =>
    clients.map((client, index) => {
      const left = index === 0 ? `${name.padEnd(9)}${lasted.padStart(6)}` : ' '.repeat(15);
      const { answered, errors, load } = client;
      return `  ${left}  ${safeText(client.client)}: ${safeText(answered)}; errors ${errors}${load === undefined ? '' : `; ${load}`}${markOf(client, style)}`;
    }),
  );
  const why = causes.map(
    ({ rule, file, line, column, message }) =>
      `  ${style.faint(safeText(`${file}:${line}:${column}`))} ${safeText(rule)}: ${safeText(message)}`,
  );
  return [
    `${style[verdictStyle[verdict]](verdict)} ${style.strong(safeText(title))}`,
    ...lines,
    `  ${timing}`,
    ...why,
  ].join('\n');
}

function markOf({ predicted, agrees }: DescribedClient, style: Paint): string {
  if (predicted === undefined || agrees === undefined) return '';
  return agrees ? style.good(' as predicted') : style.error(` predicted ${safeText(predicted)}`);
}

function verdictBlock({ verdict, reasons }: DrillDocument, style: Paint): string {
  const words = style[verdictStyle[verdict]](
    `The drill has ${verdict === 'aborted' ? 'been aborted' : verdict}.`,
  );
  const all = reasons.flatMap((reason) => wrap(`- ${safeText(reason)}`));
  return [words, ...all].join('\n');
}
