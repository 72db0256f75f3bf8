import type { DrillResult, DrillScenario } from '../../drill/drill-result.js';
import { markup, type Markup } from '../markup.js';
import type { ChartPhase, DrillChart } from './chart.js';
import { agreement, measures, type Measure } from './outcome.js';
import { phaseTimes } from './phase-summary.js';
import { timeLabel } from './ticks.js';
import { verdictSign } from './verdict-sign.js';
import { count, outageTitle, share, verdicts } from './words.js';

/** A table that scrolls by itself where it is wider than the page; the keyboard reaches it for that. */
function scrolling(label: string, table: Markup): Markup {
  return markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}

export function verdictChip(verdict: DrillScenario['verdict']): Markup {
  return markup`<span class="chip verdict-${verdict}">${verdictSign(verdict, 18)}${verdicts[verdict]}</span>`;
}

/** Every outage with its result and its times. */
export function outagesTable({ scenarios, budgets }: DrillResult): Markup {
  const titles = ['Time to failover', 'Time to failback', 'Failed requests'];
  const rows = scenarios.map((scenario, index) => {
    const own = measures(scenario, budgets);
    const { judged, agreeing } = agreement([scenario]);
    return markup`<tr><th scope="row" class="text"><a href="#outage-${index + 1}">${outageTitle(scenario.outage)}</a></th>
<td class="text">${verdictChip(scenario.verdict)}</td>${titles.map((title) => measureCell(own.find((one) => one.title === title)))}<td>${agreeing} of ${judged}</td></tr>`;
  });
  return scrolling(
    'All outages',
    markup`<table><caption><span>All outages, with the budgets</span></caption><thead><tr><th scope="col">Outage</th><th scope="col" class="text">Result</th>${titles.map((title) => markup`<th scope="col">${title}</th>`)}<th scope="col">Phases as predicted</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function measureCell(measure: Measure | undefined): Markup {
  if (!measure) return markup`<td>-</td>`;
  const { text, budgetText, isWithin } = measure;
  return markup`<td>${isWithin === false ? markup`<span class="differs">${text}</span>` : text}${budgetText !== '' && markup`<small>budget ${budgetText}</small>`}</td>`;
}

/** The times of one outage against budget and prediction. */
export function measuresTable(scenario: DrillScenario, result: DrillResult): Markup {
  const rows = measures(scenario, result.budgets).map(
    ({ title, text, budgetText, predicted, isWithin }) =>
      markup`<tr><th scope="row">${title}</th><td>${text}</td><td>${budgetText || 'none'}</td><td>${predicted || 'none'}</td><td class="text">${
        isWithin === undefined
          ? 'no budget'
          : markup`<span class="${isWithin ? 'agrees' : 'differs'}">${isWithin ? '✓ within' : '✗ beyond'}</span>`
      }</td></tr>`,
  );
  return scrolling(
    `Times of ${outageTitle(scenario.outage)}`,
    markup`<table><caption><span>Times and failed requests, of all clients together</span></caption><thead><tr><th scope="col">What</th><th scope="col">Measured</th><th scope="col">Budget</th><th scope="col">Predicted</th><th scope="col" class="text">Result</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** Measured against predicted, phase by phase. */
export function phasesTable(chart: DrillChart, label: string): Markup {
  const heads = chart.places.map(({ name }) => markup`<th scope="col">${name}</th>`);
  return scrolling(
    `Phases, ${label}`,
    markup`<table><caption><span>Measured and predicted shares of the requests, by phase</span></caption><thead><tr><th scope="col">Phase</th><th scope="col">Requests</th>${heads}<th scope="col">Failed</th><th scope="col" class="text">As predicted</th></tr></thead><tbody>${chart.phases.map((phase) => phaseRow(chart, phase))}</tbody></table>`,
  );
}

function phaseRow(chart: DrillChart, phase: ChartPhase): Markup {
  const { client, split, requests, errors, failed } = phase;
  const expected = client?.predicted;
  const cell = (measured: string, predicted: string | undefined) =>
    markup`<td>${requests ? measured : '-'}${predicted !== undefined && markup`<small>predicted ${predicted}</small>`}</td>`;
  return markup`<tr><th scope="row">${phase.number} ${phase.name}<small>${phaseTimes(phase, chart.duration)}</small></th><td>${count(requests)}</td>${split.map(
    (own, index) => {
      const wanted = phase.predicted?.[index];
      return cell(share(own), wanted && share(wanted.share, wanted.min, wanted.max));
    },
  )}${cell(
    `${share(errors)}${failed ? ` (${count(failed)})` : ''}`,
    expected && share(expected.errors, expected.errorsMin, expected.errorsMax),
  )}<td class="text">${agreementCell(client)}</td></tr>`;
}

function agreementCell(client: ChartPhase['client']): Markup {
  const { agrees, reason, predicted, pValue } = client ?? {};
  const why = reason ?? predicted?.reason;
  const note = markup`${why !== undefined && markup`<small>${why}</small>`}${pValue !== undefined && markup`<small>p = ${+pValue.toPrecision(2)}</small>`}`;
  if (agrees === undefined) {
    return markup`<span class="faint">${predicted ? 'cannot be said' : 'traffic moves'}</span>${note}`;
  }
  return markup`<span class="${agrees ? 'agrees' : 'differs'}">${agrees ? '✓ yes' : '✗ no'}</span>${note}`;
}

/** What the picture shows, as numbers. */
export function stepsTable({ places, steps, step, duration }: DrillChart, label: string): Markup {
  const rate = (value: number) => String(+value.toFixed(1));
  const rows = steps.map(
    ({ from, answered, errors }) =>
      markup`<tr><th scope="row">${timeLabel(from, duration)}</th>${answered.map((own) => markup`<td>${rate(own)}</td>`)}<td>${rate(errors)}</td></tr>`,
  );
  return scrolling(
    `Data, ${label}`,
    markup`<table><caption><span>Requests per second, ${step === 1 ? 'each second' : `on average over ${count(step, 'second')}`}: answered well by place, and failed</span></caption><thead><tr><th scope="col">From</th>${places.map(({ name }) => markup`<th scope="col">${name}</th>`)}<th scope="col">Failed</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** Where it was measured, and the versions of what it rests on. */
export function clustersTable({ clusters }: DrillResult): Markup {
  return scrolling(
    'Clusters',
    markup`<table><caption><span>Clusters</span></caption><thead><tr><th scope="col">Cluster</th><th scope="col" class="text">Place</th><th scope="col" class="text">API server</th><th scope="col">Version</th><th scope="col">Endpoints</th></tr></thead><tbody>${clusters.map(
      ({ cluster, locality, server, serverVersion, endpoints }) =>
        markup`<tr><th scope="row">${cluster}</th><td class="text">${locality}</td><td class="text">${server}</td><td>${serverVersion ?? 'not known'}</td><td>${endpoints}</td></tr>`,
    )}</tbody></table>`,
  );
}

export function manifestsTable({ manifests }: DrillResult): Markup {
  return scrolling(
    'Manifests',
    markup`<table><caption><span>The manifests that were drilled</span></caption><thead><tr><th scope="col">File</th><th scope="col" class="text">SHA-256</th></tr></thead><tbody>${manifests.map(
      ({ file, sha256 }) =>
        markup`<tr><th scope="row" class="long">${file}</th><td class="text"><code>${sha256}</code></td></tr>`,
    )}</tbody></table>`,
  );
}
