import type { DrillResult } from '../drill/drill-result.js';
import { room } from './budget.js';
import { describeDrill, type DescribedScenario, type DrillDocument } from './describe-drill.js';
import { markdownCode, markdownLines, markdownText, markdownWithin } from './markdown-text.js';
import { omitted, withinBytes } from './within-bytes.js';

/** Names are cut here. */
const longestName = 120;

/** A drill for a page: the verdict and its reasons, then a table for each scenario; never longer than `maxBytes` of UTF-8. */
export function drillMarkdown(result: DrillResult, maxBytes = 500_000): string {
  const drill = describeDrill(result);
  const { reasons, warnings, scenarios } = drill;
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
  const bytes = room('drill', 'scenarios', maxBytes);
  // The first table is cut rather than left out.
  const tables = withinBytes(scenarios, bytes, (scenario) => scenarioTable(scenario, bytes));
  return [
    headOf(drill, room('drill', 'frame', maxBytes)),
    why.text,
    omitted(why.left, 'reason'),
    why.text ? '\n' : '',
    notes.text,
    omitted(notes.left, 'warning'),
    tables.text,
    omitted(tables.left, 'scenario'),
  ].join('');
}

function headOf(drill: DrillDocument, maxBytes: number): string {
  const { verdict, host, publicHost, environment, places, load } = drill;
  const name = (text: string) => markdownCode(text, longestName);
  const title = `**${signOf(verdict)} Drill ${verdict}**: ${name(host)} for ${name(publicHost)} in ${markdownText(environment, longestName)}`;
  const where = markdownWithin([...places, load].join(', '), maxBytes / 2);
  return Buffer.byteLength(title) <= maxBytes / 2
    ? `${title}\n\n${where}\n\n`
    : `**${signOf(verdict)} Drill ${verdict}**\n\n`;
}

function scenarioTable(scenario: DescribedScenario, maxBytes: number): string {
  const { title, verdict, timing, phases, causes } = scenario;
  const rows = phases.flatMap(({ name, lasted, clients }) =>
    clients.map(({ client, answered, errors, load, predicted, agrees }) => () => {
      const mark = agrees === undefined ? '' : ` ${agrees ? '✅' : '❌'}`;
      return `| ${[
        `${name}, ${lasted}`,
        markdownText(client, longestName),
        markdownText(answered),
        load === undefined ? errors : `${errors}; ${load}`,
        predicted === undefined ? '' : `${markdownText(predicted)}${mark}`,
      ].join(' | ')} |\n`;
    }),
  );
  const body = withinBytes(rows, room('drillScenario', 'rows', maxBytes), (row) => row());
  const places = withinBytes(
    causes,
    room('drillScenario', 'causes', maxBytes),
    ({ rule, file, line, column, message }) =>
      `- ${markdownCode(rule)} at ${markdownCode(`${file}:${line}:${column}`)}: ${markdownLines(message)}\n`,
  );
  return [
    `**${signOf(verdict)} ${markdownText(title, longestName)}**: ${markdownText(timing)}\n\n`,
    '| phase | client | answered by | errors | predicted |\n| --- | --- | --- | --- | --- |\n',
    body.text,
    '\n',
    omitted(body.left, 'row'),
    places.text,
    places.text ? '\n' : '',
    omitted(places.left, 'cause'),
  ].join('');
}

function signOf(verdict: DrillResult['verdict']): string {
  return verdict === 'passed' ? '✅' : '❌';
}
