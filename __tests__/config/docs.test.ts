import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../src/config/parse-config.js';
import { rules } from '../../src/rules/index.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/configuration.md');
const examples = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, body = '']) => body);

interface Schema {
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  default?: unknown;
}

const schema = JSON.parse(read('schemas/mesh-failover.base.json')) as Schema & {
  $defs: Record<string, Schema>;
};

describe('docs/configuration.md', () => {
  test('has examples', () => expect(examples.length).toBeGreaterThan(6));

  test.each(examples.map((body) => [body]))('%s', (text) => {
    const config = parseConfig({ file: 'mesh-failover.yaml', text }, rules, {
      toWorkingPath: (path) => path,
      toKubeconfigPath: (path) => path,
      textOf: () => ({ text: 'localityLbSetting: {enabled: true}\n' }),
    });
    expect(config).toMatchObject({ version: 1 });
  });

  test('names every key of the schema', () => {
    const keys = [schema, ...Object.values(schema.$defs)].flatMap(keysOf);
    expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
  });

  test('has the defaults of the schema', () => {
    for (const [key, { default: value }] of Object.entries(schema.properties ?? {})) {
      if (value === undefined) continue;
      expect(page).toMatch(new RegExp(`^\\| \`${key}\` +\\| \`${String(value)}\` `, 'm'));
      expect(defaultConfig[key as keyof typeof defaultConfig]).toBe(value);
    }
  });
});

function keysOf({ properties = {}, anyOf = [] }: Schema): string[] {
  return [
    ...Object.entries(properties).flatMap(([key, own]) => [key, ...keysOf(own)]),
    ...anyOf.flatMap(keysOf),
  ];
}
