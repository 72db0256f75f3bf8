import type { DrillResult, DrillScenario } from '../drill/drill-result.js';
import { room } from './budget.js';
import { predictedWords, splitWords, timingWords } from './drill-phase-words.js';
import { markdownCode, markdownLines, markdownText } from './markdown-text.js';
import { percentCell } from './percent-cell.js';
import { scenarioTitle } from './scenario-title.js';
import { withinBytes } from './within-bytes.js';

/** A drill for a page: the verdict and its reasons, then a table for each scenario; within `maxBytes` of UTF-8. */
export function drillMarkdown(result: DrillResult, maxBytes = 500_000): string {
  const { verdict, host, publicHost, environment, reasons, warnings } = result;
  const sign = verdict === 'passed' ? '✅' : '❌';
  const head = `**${sign} Drill ${verdict}**: ${markdownCode(host)} for ${markdownCode(publicHost)} in ${markdownText(environment)}\n\n`;
  const why = withinBytes(
    reasons,
    room('drill', 'reasons', maxBytes),
    (reason) => `- ${markdownText(reason)}\n`,
  );
  const notes = withinBytes(
    warnings,
    room('drill', 'warnings', maxBytes),
    (text) => `⚠️ ${markdownText(text)}\n\n`,
  );
  const tables = withinBytes(result.scenarios, room('drill', 'scenarios', maxBytes), (scenario) =>
    scenarioTable(scenario, result),
  );
  const left = tables.left ? `*${String(tables.left)} scenarios left out for want of room.*\n` : '';
  return [head, why.text, why.text ? '\n' : '', notes.text, tables.text, left].join('');
}

function scenarioTable(scenario: DrillScenario, { budgets }: DrillResult): string {
  const { name, verdict, phases, causes } = scenario;
  const sign = verdict === 'passed' ? '✅' : '❌';
  const rows = phases.flatMap(({ name: phase, from, to, clients }) =>
    clients.map((client) => {
      const predicted = predictedWords(client);
      const mark = client.agrees === undefined ? '' : client.agrees ? ' ✅' : ' ❌';
      return `| ${[
        `${phase}, ${String(Math.round(to - from))} s`,
        markdownText(client.client),
        markdownText(splitWords(client)),
        percentCell(client.errors, undefined, undefined, '0 %'),
        predicted === undefined ? '' : `${markdownText(predicted)}${mark}`,
      ].join(' | ')} |\n`;
    }),
  );
  const places = causes.map(
    ({ rule, file, line, message }) =>
      `- ${markdownCode(rule)} at ${markdownCode(`${file}:${String(line)}`)}: ${markdownLines(message)}\n`,
  );
  return [
    `**${sign} ${markdownText(scenarioTitle(name))}**: ${markdownText(timingWords(scenario, budgets).join(', '))}\n\n`,
    '| phase | client | answered by | errors | predicted |\n| --- | --- | --- | --- | --- |\n',
    ...rows,
    '\n',
    ...places,
    places.length ? '\n' : '',
  ].join('');
}
