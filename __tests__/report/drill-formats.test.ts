import { describe, expect, test } from '@jest/globals';
import type { DrillResult } from '../../src/drill/drill-result.js';
import { drillFormats } from '../../src/report/drill-formats.js';
import { drillMarkdown } from '../../src/report/drill-markdown.js';
import { drillResult, drillScenario } from './drill-result.js';
import { hostileTexts } from './hostile.js';
import { assertJsonOutput } from '../json-outputs.mjs';

const passed = drillResult([drillScenario({ lengths: [10, 2, 10, 3, 10] })]);
const failed = drillResult([drillScenario({ stays: true, lengths: [10, 2, 10, 3, 10] })]);

function withTexts(text: string): DrillResult {
  const scenario = drillScenario({
    places: [text, 'b'],
    clients: [text],
    stays: true,
    lengths: [2, 1, 2, 1, 2],
    rate: 5,
  });
  scenario.name = text;
  scenario.reasons = [text];
  scenario.causes = [{ rule: text, message: text, file: text, line: 1, column: 1 }];
  return drillResult([scenario], {
    ...{ reasons: [text], warnings: [text], environment: text, host: text, publicHost: text },
    clusters: [{ cluster: text, locality: text, server: text, endpoints: 1 }],
  });
}

// eslint-disable-next-line no-control-regex -- these are what it is about
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/;

describe('the reports of a drill', () => {
  test('text: measured and predicted, then the verdict with its reasons', () => {
    const text = drillFormats.text(failed, false);
    expect(text).toContain('failed europe-west1 scaled to zero');
    expect(text).toMatch(/baseline +10 s {2}europe-west1: .* as predicted\n/);
    expect(text).toMatch(/failover +10 s .* predicted us-central1 100 %\n/);
    expect(text).toContain('failover never');
    expect(text).toContain('mesh/destination-rule.yaml:14:7 max-ejection-percent-100');
    expect(text).toMatch(/The drill has failed\.\n- europe-west1 still gets 50 %/);
    expect(drillFormats.text(passed, false)).toContain('The drill has passed.');
    expect(drillFormats.text(passed, true)).toContain('\u001b[32mpassed');
  });

  test('json: the result itself', () => {
    for (const result of [passed, failed]) {
      const value: unknown = JSON.parse(drillFormats.json(result));
      expect(value).toEqual(JSON.parse(JSON.stringify(result)));
      assertJsonOutput('drill', value);
    }
  });

  test('junit: a test for each steady phase and client, for each scenario, and for the drill', () => {
    const good = drillFormats.junit(passed);
    expect(good.match(/<testcase /g)).toHaveLength(3 * 2 + 1 + 1);
    expect(good).not.toContain('<failure');
    const bad = drillFormats.junit(failed);
    expect(bad.match(/<failure /g)).toHaveLength(2 + 1 + 1);
    expect(bad).toContain('still gets 50 % of the requests, not 0 %');
  });

  test('markdown: a table, and charts', () => {
    const text = drillFormats.markdown(failed);
    expect(text).toContain('**❌ Drill failed**');
    expect(text).toContain('| failover, 10 s | europe-west1 |');
    expect(text).toContain('```mermaid');
    expect(Buffer.byteLength(drillMarkdown(failed, 300))).toBeLessThan(800);
  });

  test.each(hostileTexts)('%j brings no command and no control character', (hostile) => {
    const result = withTexts(hostile);
    for (const format of [drillFormats.text, drillFormats.json, drillFormats.junit]) {
      const text = format(result, false);
      const lines = text.split(/\r\n|\n|\r/);
      const commands = lines.filter((line) => /^\s*::|##\[/.test(line));
      expect(commands).toEqual([]);
      expect(text).not.toMatch(INVISIBLE);
    }
    expect(drillMarkdown(result)).not.toMatch(INVISIBLE);
    expect(drillMarkdown(result)).not.toMatch(/<(script|img|a )/i);
  });
});
