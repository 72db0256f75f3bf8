import type { DrillCause, DrillResult, DrillScenario } from '../../drill/drill-result.js';
import { markup, type Markup } from '../markup.js';
import { drillCharts, type DrillChart } from './chart.js';
import { plotHeight } from './plot-scale.js';
import { plot } from './plot.js';
import { measuresTable, phasesTable, stepsTable, verdictChip } from './tables.js';
import { count, drillWords, outageTitle } from './words.js';

/** One outage: what was done, how it went, and for each client the picture with its numbers. */
export function scenarioSection(
  result: DrillResult,
  scenario: DrillScenario,
  index: number,
): Markup {
  const { outage, verdict, reasons, causes } = scenario;
  const id = `outage-${index + 1}`;
  const charts = drillCharts(result, scenario);
  return markup`<section class="card verdict-${verdict}" id="${id}" aria-labelledby="${id}-title" tabindex="-1">
<div class="title"><div><h2 id="${id}-title">${outageTitle(outage)}</h2><p class="faint">${outage.workloads.length > 0 && `${outage.workloads.slice(0, most).join(', ')} in `}cluster ${outage.cluster}</p></div>${verdictChip(verdict)}</div>
${list('reasons', reasons)}
${causes.length > 0 && markup`<div><h3>Probable causes in the manifests</h3><ul>${causes.slice(0, most).map(cause)}</ul></div>`}
${charts.map((chart, number) => clientPart(chart, `${id}-client-${number + 1}`))}
<div class="client">${measuresTable(scenario, result)}</div>
</section>`;
}

/** Reasons and the like, each on a line of its own; what is too much is counted. */
export function list(name: 'reasons' | 'warnings', texts: readonly string[]): Markup {
  if (texts.length === 0) return markup``;
  const left = texts.length - most;
  return markup`<ul class="${name}">${texts.slice(0, most).map((text) => markup`<li>${text}</li>`)}${left > 0 && markup`<li>${count(left)} more</li>`}</ul>`;
}

/** Longer lists are cut. */
const most = 20;

function cause({ rule, message, file, line, column }: DrillCause): Markup {
  return markup`<li><code>${file}:${line}:${column}</code> ${message} <span class="faint">(${rule})</span></li>`;
}

function clientPart(chart: DrillChart, id: string): Markup {
  const { client, clientLocality, scenario } = chart;
  const requests = drillWords.requests(clientLocality);
  const where = requests.charAt(0).toUpperCase() + requests.slice(1);
  const who = client === clientLocality ? where : `${where} (${client})`;
  const label = `${who}, ${outageTitle(scenario.outage)}`;
  return markup`<div class="client">
<figure aria-labelledby="${id}">
<figcaption><h3 id="${id}">${who}</h3>${legend(chart)}</figcaption>
<div class="plot-box"><svg class="plot" role="group" aria-label="Requests per second by place over time, with the phases: ${label}" width="100%" height="${plotHeight}">${plot(chart)}</svg></div>
</figure>
${phasesTable(chart, label)}
<details><summary>The picture as a table</summary>${stepsTable(chart, label)}</details>
</div>`;
}

function legend({ places }: DrillChart): Markup {
  const sign = (content: Markup) =>
    markup`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${content}</svg>`;
  const box = (name: string) => markup`<rect class="${name}" width="16" height="16" rx="3"/>`;
  return markup`<ul class="legend">${places.map(
    ({ name, color }) => markup`<li>${sign(box(`place${color}`))}${name}</li>`,
  )}<li>${sign(markup`${box('failed')}<rect fill="url(#failed)" width="16" height="16" rx="3"/>`)}failed</li><li>${sign(
    markup`<line class="predicted" x1="0" x2="16" y1="8" y2="8"/>`,
  )}predicted</li><li class="unit">requests per second</li></ul>`;
}
