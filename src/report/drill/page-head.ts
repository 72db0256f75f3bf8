import type { DrillResult } from '../../drill/drill-result.js';
import { shortHost } from '../../mesh/host-name.js';
import { markup, type Markup } from '../markup.js';
import { agreement, requestsOf, worstMeasures, type Measure } from './outcome.js';
import { list } from './scenario-section.js';
import { verdictSign } from './verdict-sign.js';
import { count, moment, seconds, share, verdicts } from './words.js';

/** The verdict, why, and the numbers that it rests on. */
export function drillHead(result: DrillResult): Markup {
  const { verdict, reasons, host, environment, startedAt, scenarios } = result;
  const length = scenarios.reduce((latest, { to }) => Math.max(latest, to), 0);
  return markup`<header class="card hero verdict-${verdict}">
<p class="faint">Failover drill of <strong>${shortHost(host)}</strong> in ${environment}, ${moment(startedAt)}, ${seconds(Math.round(length))}</p>
<div class="headline">${verdictSign(verdict, 64)}<div><h1>${verdicts[verdict]}</h1><p>${sentence(result)}</p></div></div>
${list('reasons', reasons)}
<dl class="tiles">${tiles(result)}</dl>
</header>`;
}

function sentence({ verdict, scenarios }: DrillResult): string {
  const passed = scenarios.filter((scenario) => scenario.verdict === 'passed').length;
  const all = count(scenarios.length, 'outage');
  switch (verdict) {
    case 'passed':
      return scenarios.length === 1
        ? 'Traffic moved away from the outage and came back, as predicted.'
        : `Traffic moved away and came back in all of ${all}, as predicted.`;
    case 'failed':
      if (scenarios.length < 2) return 'It did not go as it should.';
      return `${count(scenarios.length - passed)} of ${all} went wrong.`;
    case 'aborted':
      return 'It was stopped before its end; here is what was measured until then.';
  }
}

function tiles(result: DrillResult): Markup[] {
  const { scenarios } = result;
  const { judged, agreeing } = agreement(scenarios);
  const { sent, failed } = requestsOf(scenarios);
  return [
    ...worstMeasures(result).map((measure) => measureTile(measure, scenarios.length)),
    tile(
      'As predicted',
      `${count(agreeing)} of ${count(judged)}`,
      'steady phases, each client by itself',
    ),
    tile('Answered well', share(sent ? 1 - failed / sent : 0), `of ${count(sent, 'request')}`),
  ];
}

function measureTile(measure: Measure, scenarios: number): Markup {
  const { title, text, budget, budgetText, value, isWithin } = measure;
  const used = budget ? Math.min(1, (value ?? Infinity) / budget) : Number(isWithin === false);
  const about =
    budget === undefined
      ? 'no budget'
      : `${isWithin ? 'within' : 'beyond'} its budget, ${budgetText}`;
  const meter =
    budget !== undefined &&
    markup`<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="${isWithin ? 'within' : 'beyond'}" width="${used * 100}" height="6"/></svg>`;
  return tile(`${title}${scenarios > 1 ? ', worst' : ''}`, text, markup`${meter}${about}`);
}

function tile(title: string, value: string, about: string | Markup): Markup {
  return markup`<div class="tile"><dt>${title}</dt><dd>${value}</dd><dd>${about}</dd></div>`;
}
