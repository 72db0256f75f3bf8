import type {
  DrillPhase,
  DrillPhaseClient,
  DrillResult,
  DrillScenario,
} from '../drill/drill-result.js';
import { predictedWords, splitWords, timingWords } from './drill-phase-words.js';
import { junitDocument, junitSuite } from './junit-suite.js';
import type { TestCase } from './test-cases.js';
import { percentCell } from './percent-cell.js';

/** A suite for each scenario: a test for each steady phase of each client, and one for its verdict as a whole. */
export function drillJunit(result: DrillResult): string {
  const suites = result.scenarios.map((scenario) => {
    const phases = scenario.phases.flatMap((phase) =>
      phase.clients
        .filter(({ predicted }) => predicted)
        .map((client) => phaseCase(scenario.name, phase, client)),
    );
    return junitSuite(scenario.name, [...phases, verdictCase(scenario, result)]);
  });
  const own = result.reasons.join('\n');
  const whole: TestCase = {
    group: 'drill',
    name: `drill of ${result.host} in ${result.environment}`,
    ...(result.verdict === 'passed' ? {} : { failure: [`the drill has ${result.verdict}`, own] }),
  };
  return [...junitDocument([...suites, junitSuite('drill', [whole])])].join('');
}

function phaseCase(scenario: string, { name }: DrillPhase, client: DrillPhaseClient): TestCase {
  const measured = `${splitWords(client)}; errors ${percentCell(client.errors, undefined, undefined, '0 %')}`;
  const details = `measured: ${measured}\npredicted: ${predictedWords(client) ?? ''}`;
  return {
    group: scenario,
    name: `${name}, clients in ${client.client}`,
    ...(client.agrees === false
      ? { failure: [client.reason ?? 'not as predicted', details] }
      : { output: details }),
  };
}

function verdictCase(scenario: DrillScenario, { budgets }: DrillResult): TestCase {
  const { name, verdict, reasons, causes } = scenario;
  const places = causes.map(
    ({ file, line, column, rule, message }) => `${file}:${line}:${column} ${rule}: ${message}`,
  );
  const details = [...reasons, ...places].join('\n');
  return {
    group: name,
    name: 'failover and failback',
    ...(verdict === 'passed'
      ? { output: timingWords(scenario, budgets).join('\n') }
      : { failure: [reasons[0] ?? verdict, details] }),
  };
}
