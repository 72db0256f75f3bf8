import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { paint } from '../../src/report/paint.js';
import { textTable } from '../../src/report/text-table.js';
import { PredictedTable, scenariosOf } from '../../src/traffic/table.js';
import { inspectFiles } from '../rules/check-files.js';

const page = readFileSync(new URL('../../docs/traffic.md', import.meta.url), 'utf8');

const ROUTES = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: main, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - port: {number: 80, name: http, protocol: HTTP}
      hosts: ["*"]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: ["*"]
  gateways: [main]
  http:
    - route: [{destination: {host: web}}]
`;

const CLUSTERS = `clusters:
  - {name: eu, locality: europe-west1}
  - {name: us, locality: us-central1}
`;

const CONFIG_MARK = '# mesh-failover.yaml\n';

interface Example {
  title: string;
  manifests: string[];
  config: string;
  table: string;
}

function examples(): Example[] {
  const [, section = ''] = /^## Examples$([^]*?)^## /m.exec(page) ?? [];
  return section
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
      const yaml = blocks
        .filter(([, language]) => language === 'yaml')
        .map(([, , body = '']) => body);
      return {
        title: text.split('\n')[0] ?? '',
        manifests: yaml.filter((body) => !body.startsWith(CONFIG_MARK)),
        config: yaml.find((body) => body.startsWith(CONFIG_MARK)) ?? 'version: 1\n',
        table: blocks.find(([, language]) => language === 'table')?.[2] ?? '',
      };
    });
}

describe('docs/traffic.md', () => {
  test('has examples', () => expect(examples().length).toBeGreaterThan(4));

  test.each(examples())('$title', async ({ manifests, config, table }) => {
    const project = inspectFiles({
      'manifests.yaml': [ROUTES, ...manifests].join('---\n'),
      'mesh-failover.yaml': config + CLUSTERS,
    });
    const { mesh } = project;
    expect(project.lint().findings.filter(({ category }) => category === 'admission')).toEqual([]);
    const predicted = new PredictedTable(mesh, scenariosOf(mesh));
    const printed = [...textTable(predicted, paint(false))].join('\n\n').split('\n');
    if (process.env['PRINT_TABLES']) process.stdout.write(`${printed.join('\n')}\n\n`);
    const shown = table.trimEnd().split('\n');
    expect(shown[0]).not.toBe('');
    // Lines may be left out, but those that are shown come in their order.
    let from = 0;
    for (const line of shown) {
      const index = printed.indexOf(line, from);
      expect([line, index >= from]).toEqual([line, true]);
      from = index + 1;
    }
  });
});
