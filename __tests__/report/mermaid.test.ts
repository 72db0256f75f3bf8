import { describe, expect, test } from '@jest/globals';
import { mermaid } from '../../src/report/mermaid.js';
import { tableGroup } from '../../src/report/table-groups.js';
import type { Prediction } from '../../src/traffic/result.js';
import { heldTable } from './held-table.js';
import { hostileTexts, prediction } from './hostile.js';

const groupOf = (rows: Prediction[]) => tableGroup(heldTable(rows));
const row = (more: Partial<Prediction>) =>
  prediction('x', { clientLocality: 'r1', client: 'a', scenario: 'healthy', ...more });

test('clients, gateway and regions with their shares', () => {
  const group = groupOf([
    row({
      split: [
        { locality: 'r1/a', share: 0.25 },
        { locality: 'r1/b', share: 0.25 },
        { locality: 'r2', share: 0.4 },
      ],
      unanswered: 0.1,
    }),
  ]);
  expect(mermaid(group)).toBe(`flowchart LR
  region0["r1"]
  region1["r2"]
  client0(["clients in r1"]) --> gateway0{{"gateway of a"}}
  gateway0 -->|"50 %"| region0
  gateway0 -->|"40 %"| region1
  gateway0 -->|"10 %"| none["503"]
`);
});

test('nothing where there are no numbers', () => {
  const undefinedGroup = groupOf([row({ split: [], errors: null, unanswered: null })]);
  expect(mermaid(undefinedGroup)).toBe('');
  const group = groupOf([row({ scenario: 'recovered' })]);
  expect(mermaid(group)).toBe('');
});

test('what GitHub would not draw is counted, and nothing where not one client has room', () => {
  const many = (clients: number, regions: number, name: string) =>
    groupOf(
      Array.from({ length: clients }, (_, index) =>
        row({
          client: `${name}-${index}`,
          clientLocality: name,
          split: Array.from({ length: regions }, (_, region) => {
            return { locality: `r${region}`, share: 1 / regions };
          }),
        }),
      ),
    );
  const text = mermaid(many(300, 3, 'c'));
  expect(text.match(/-->/g)).toHaveLength(200);
  expect(text).toMatch(/\n {2}more\["and 250 more clients"\]\n$/);
  // Every character of it takes four.
  const long = mermaid(many(100, 1, '<'.repeat(60)));
  expect(long.length).toBeLessThan(50_000);
  expect(long).toMatch(/more\["and \d+ more clients"\]/);
  expect(mermaid(many(1, 300, 'c'))).toBe('');
});

describe.each(hostileTexts)('%j', (hostile) => {
  test('stays within its label', () => {
    const group = groupOf([
      row({
        client: hostile,
        clientLocality: hostile,
        split: [{ locality: hostile.replaceAll('/', '-'), share: 1 }],
      }),
    ]);
    for (const line of mermaid(group).trimEnd().split('\n').slice(1)) {
      // Outside of the quotes there is nothing but our own syntax.
      expect(line.replace(/"[^"]*"/g, '""')).toMatch(
        /^ {2}(region\d+\[""\]|client\d+\(\[""\]\) --> gateway\d+\{\{""\}\}|gateway\d+ -->\|""\| (region\d+|none\[""\]))$/,
      );
      expect([...line.matchAll(/"([^"]*)"/g)].join()).not.toMatch(/[`<>]|%%|::/);
    }
  });
});
