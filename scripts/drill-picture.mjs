// @ts-check
import { readFileSync } from 'node:fs';

/**
 * The picture in the documentation: what the client in europe-west1 met in a drill of examples/hello-world that was recorded
 * on real API servers, istiods and Envoys.
 *
 * @returns {Promise<[file: string, text: string]>}
 */
export async function drillPicture() {
  const { drillSvg } = await import('../build/src/report/drill-svg.js');
  const result = JSON.parse(readFileSync('__tests__/fixtures/drill/hello-world.json', 'utf8'));
  const isShown = (/** @type {{client: string}} */ { client }) => client === 'europe-west1';
  for (const scenario of result.scenarios) {
    scenario.samples = scenario.samples.filter(isShown);
    for (const phase of scenario.phases) phase.clients = phase.clients.filter(isShown);
  }
  return ['docs/drill-report.svg', drillSvg(result)];
}
