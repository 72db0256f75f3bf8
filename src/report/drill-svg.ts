import type { DrillResult, DrillScenario } from '../drill/drill-result.js';
import { shortHost } from '../mesh/host-name.js';
import { drillCharts, type DrillChart } from './drill/chart.js';
import { measures, requestsOf } from './drill/outcome.js';
import { plotHeight } from './drill/plot-scale.js';
import { plot } from './drill/plot.js';
import { fittingStyle, pictureStyle, stripes } from './drill/theme.js';
import { verdictSign } from './drill/verdict-sign.js';
import { count, drillWords, moment, outageTitle, verdicts } from './drill/words.js';
import { Markup, markup } from './markup.js';
import { shortenShown } from './shorten.js';

const width = 960;
const margin = 28;
/** The scale of requests stands left of the picture. */
const plotLeft = margin + 40;
const plotWidth = width - plotLeft - margin;

const headHeight = 112;
const panelHead = 56;
const panelHeight = panelHead + plotHeight + 28;

/** More would be no picture. */
const mostPanels = 12;

/** Pixels of what the numbers are, at the end of the legend. */
const unit = 140;

/** Pixels of a character, generously. */
const character = 7.2;

/** A drill as one picture, light or dark as its reader's system: verdict, legend, a panel for each scenario and client. */
export function drillSvg(result: DrillResult): string {
  const charts = result.scenarios.flatMap((scenario) => drillCharts(result, scenario));
  const shown = charts.slice(0, mostPanels);
  const left = charts.length - shown.length;
  const height = headHeight + shown.length * panelHeight + (left ? 24 : 0) + 8;
  const title = `Failover drill of ${shortHost(result.host)}: ${verdicts[result.verdict].toLowerCase()}`;
  return `${markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">${title}</title>
<desc id="about">Requests per second by region over time. ${summary(result)}</desc>
<style>${Markup.own(pictureStyle + fittingStyle(plotWidth))}.plot .title{font-size:20px;font-weight:650}.plot .subtitle{font-size:14px;font-weight:600}</style>
<defs>${stripes}</defs>
<rect class="surface" width="${width}" height="${height}" rx="10"/>
<g class="plot">
${head(result, title)}
${legend(shown)}
${shown.map((chart, index) => panel(result, chart, headHeight + index * panelHeight))}
${left > 0 && markup`<text class="faint" x="${margin}" y="${height - 16}">${count(left, 'picture')} more: see the HTML report</text>`}
</g>
</svg>`.toString()}\n`;
}

function head(result: DrillResult, title: string): Markup {
  const { verdict } = result;
  return markup`<g transform="translate(${margin} 20)">${verdictSign(verdict, 26)}</g>
<text class="title" x="${margin + 36}" y="40">${shortenShown(title, 64)}</text>
<text class="faint" x="${margin + 36}" y="60">${shortenShown(summary(result), 120)}</text>`;
}

function summary(result: DrillResult): string {
  const { sent, failed } = requestsOf(result.scenarios);
  return [
    moment(result.startedAt),
    count(result.scenarios.length, 'outage'),
    count(sent, 'request'),
    `${count(failed)} failed`,
    `prediction: ${result.profile}`,
  ].join(' · ');
}

/** In one line; what does not fit has its name in the picture. */
function legend(charts: readonly DrillChart[]): Markup {
  const places = new Map(
    charts.flatMap((chart) => chart.places.map((place) => [place.name, place.color])),
  );
  let x = plotLeft;
  const entry = (text: string, sign: Markup): Markup => {
    const at = x;
    x += 34 + text.length * character;
    return x > width - margin - unit
      ? markup``
      : markup`<g transform="translate(${at} 80)">${sign}<text x="20" y="11">${text}</text></g>`;
  };
  const box = (name: string) => markup`<rect class="${name}" width="14" height="14" rx="3"/>`;
  return markup`${entry('failed', markup`${box('failed')}<rect fill="url(#failed)" width="14" height="14" rx="3"/>`)}${entry(
    'predicted',
    markup`<line class="predicted" x1="0" x2="16" y1="7" y2="7"/>`,
  )}${[...places].map(([name, color]) => entry(shortenShown(name, 40), box(`place${color}`)))}<text class="faint" x="${width - margin}" y="91" text-anchor="end">requests per second</text>`;
}

function panel(result: DrillResult, chart: DrillChart, y: number): Markup {
  const { scenario, clientLocality } = chart;
  const where = `, ${drillWords.requests(clientLocality)}`;
  return markup`<g transform="translate(0 ${y})">
<text class="subtitle" x="${plotLeft}" y="22">${shortenShown(outageTitle(scenario.outage) + where, 84)}</text>
<text class="faint" x="${plotLeft}" y="42">${shortenShown(facts(result, scenario), 130)}</text>
<g transform="translate(${width - margin - 20} 8)">${verdictSign(scenario.verdict, 20)}</g>
<svg x="${plotLeft}" y="${panelHead}" width="${plotWidth}" height="${plotHeight}" overflow="visible">${plot(chart)}</svg>
</g>`;
}

function facts({ budgets }: DrillResult, scenario: DrillScenario): string {
  return measures(scenario, budgets)
    .map(
      ({ title, text, budgetText }) =>
        `${title.toLowerCase()}: ${text}${budgetText && ` (budget ${budgetText})`}`,
    )
    .join(' · ');
}
